"""Forms of the room's pages. They read what people typed; services say what is allowed."""
