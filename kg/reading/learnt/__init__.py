"""What a model that the user trained adds: further ties, and which way an outcome went.

In: a page that rules have read, and the model that ``KG_MODEL`` names. Out: claims about stretches
of the text, made where rules made none, each as sure as its kind was when it was counted.
"""
