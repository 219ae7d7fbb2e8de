#define GLUE(a, b) a##b
struct GLUE(Pack, et);
