#define EXTRA
