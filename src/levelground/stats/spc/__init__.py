"""Statistical process control: control charts and run charts, many series at once, and what each point of them shows."""
