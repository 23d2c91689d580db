// The room's tests replace this placeholder.
