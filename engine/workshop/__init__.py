"""What process owners do: diagrams deployed, and the routes that lead work to them."""
