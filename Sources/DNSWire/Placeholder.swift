// The room's files replace this placeholder.
