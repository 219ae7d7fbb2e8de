enum __attribute__((packed)) Kind { Exec = 4, Odd = -9 };
struct P { enum Kind k; unsigned char b; };
