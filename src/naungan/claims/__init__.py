"""Room `claims`: families' claims followed until paid, and what came back."""
