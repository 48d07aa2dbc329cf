"""Every sentence a user reads and every prompt, in Danish and English; one module for each place they appear."""
