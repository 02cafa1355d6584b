"""What happens because something happened: the registry of occurrences, and the notices that the product itself gives.

Pure: subscribers get frozen values and answer with notices. Writing those down is `engine.desk`, delivering them `engine.mail`.
"""
