#ifdef WIDE
struct T { unsigned long long a; };
#else
struct T { unsigned a; };
#endif
