enum class Kind : signed char { Exec = 4, Odd = -9 };
struct P { Kind k; unsigned char b; };
