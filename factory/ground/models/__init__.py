"""What people wrote, bound to models: the types of fields, and every refusal in French."""
