union value { int number; void *pointer; };
typedef struct { int code; } signal_value;
