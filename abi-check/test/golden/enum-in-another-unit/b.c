static const unsigned M_A = 7;
enum { M_B = 8 };
#define M_C 9
