"""`kg mcp`."""

from kg.cli import options, output


def mcp(
    store: options.Store = options.STORE,
    timeout: options.Timeout = 10.0,
    memory: options.Memory = 512,
) -> None:
    """Offer the graph to programs that talk: an MCP server on standard input and output.

    A client starts it: tools list and answer the questions, show trials and claims, describe the
    model and run queries, read-only; each answer brings the words of the reports. It needs the
    extra: pip install 'kg-trials[mcp]'.
    """
    from kg.store import Limits
    from kg.talking import serve

    serve(store, Limits(timeout, memory), output.tell)
