struct core { unsigned a, b; unsigned long c; } core;
