// Asks an endpoint through two clients of npm, unchanged, and prints what they understood as JSON.
// In: the folder of the installed packages, the endpoint, a prologue. Out: one JSON object.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder, endpoint, prologue] = process.argv.slice(2)
const require = createRequire(join(folder, 'index.js'))
const load = (name) => import(pathToFileURL(require.resolve(name)).href)
const { SparqlEndpointFetcher } = await load('fetch-sparql-endpoint')
const { default: ParsingClient } = await load('sparql-http-client/ParsingClient.js')

const select = `${prologue} SELECT ?s ?n ?label { ?s tk:size ?n OPTIONAL { ?s tk:label ?label } } ORDER BY ?s`
const construct = `${prologue} CONSTRUCT { ?s tk:size ?n } WHERE { ?s tk:size ?n }`
const ask = `${prologue} ASK { ?s tk:size "7" }`
const broken = `${prologue} SELECT ?s { ?s tk:size }`
const told = {}

const collected = (stream) =>
  new Promise((resolve, reject) => {
    const found = []
    stream.on('data', (each) => found.push(each))
    stream.on('end', () => resolve(found))
    stream.on('error', reject)
  })
const row = (binding) => [binding.s.value, binding.n.value, binding.label?.value ?? null]

for (const [name, options] of Object.entries({
  'fetch by GET': { method: 'GET' },
  'fetch by POST': { method: 'POST' },
  'fetch by direct POST': { method: 'POST', directPost: true }
})) {
  const fetcher = new SparqlEndpointFetcher(options)
  const rows = await collected(await fetcher.fetchBindings(endpoint, select))
  const triples = await collected(await fetcher.fetchTriples(endpoint, construct))
  told[name] = {
    rows: rows.map(row),
    triples: triples.length,
    truth: await fetcher.fetchAsk(endpoint, ask)
  }
}

for (const operation of ['get', 'postUrlencoded', 'postDirect']) {
  const client = new ParsingClient({ endpointUrl: endpoint })
  const rows = await client.query.select(select, { operation })
  const dataset = await client.query.construct(construct, { operation })
  const error = await client.query.select(broken, { operation }).catch((wrong) => wrong)
  told[`client by ${operation}`] = {
    rows: rows.map(row),
    triples: [...dataset].length,
    truth: await client.query.ask(ask, { operation }),
    error: error.status
  }
}
console.log(JSON.stringify(told))
