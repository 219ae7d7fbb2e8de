struct core { unsigned a, b; unsigned long c; };
struct module_record { struct core *pointer; struct core inside; unsigned x : 3, y : 29, z; } module;
