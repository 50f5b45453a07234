"""A made-up organisation at work, for trying the product: everything is done by the same actions that people's forms call."""
