// What the probe asks about types in C; the numbers are the codes of section.h.
// ABI_ADDRESS is the type that an expression of T has when it is used, if that is a pointer: arrays become pointers and
// qualifiers go. ABI_ELEMENT is the element of an array; for another type it is the type itself. A type whose alignment
// is larger than its size cannot be the element of an array, and E[0] of it is an error. GCC and clang agree that a
// flexible tail is compatible with an array of no elements (C11 6.7.2.1 §18).
// A source may define these words.
#undef static_assert
#undef _Static_assert
#define ABI_IS_ADDRESS(T) (__builtin_classify_type(*(T*)0) == 5)
#define ABI_ADDRESS(T) __typeof__(__builtin_choose_expr(ABI_IS_ADDRESS(T), (0, *(T*)0), (char*)0))
#define ABI_IS_ARRAY(T)                                                       \
    (ABI_IS_ADDRESS(T) && !__builtin_types_compatible_p(T, ABI_ADDRESS(T)) && \
     !__builtin_types_compatible_p(T, _Atomic(ABI_ADDRESS(T))))
#define ABI_ELEMENT(T) __typeof__(*__builtin_choose_expr(ABI_IS_ARRAY(T), *(T*)0, (T*)0))
#define ABI_IN_ARRAYS(E) __typeof__(*__builtin_choose_expr(sizeof(E) % _Alignof(E) == 0, (E*)0, (char*)0))
#define ABI_IS_OPEN(T, E) __builtin_types_compatible_p(T, ABI_IN_ARRAYS(E)[0])
#define ABI_SIZE(T, E) sizeof(__typeof__(*__builtin_choose_expr(ABI_IS_OPEN(T, E), (ABI_IN_ARRAYS(E)(*)[0])0, (T*)0)))
#define ABI_OUTER(T, E) (ABI_IS_ARRAY(T) && !ABI_IS_OPEN(T, E) ? ABI_SIZE(T, E) / (sizeof(E) + !sizeof(E)) : ABI_NONE)
#define ABI_INNER(T, E) (ABI_IS_ARRAY(T) ? sizeof(T) / (sizeof(E) + !sizeof(E)) : ABI_NONE)
#if __DBL_MANT_DIG__ == 53
#define ABI_DOUBLE 3
#else
#define ABI_DOUBLE 0
#endif
#if (__LDBL_MANT_DIG__ == 53 && __SIZEOF_LONG_DOUBLE__ == 8) || \
    (__LDBL_MANT_DIG__ == 113 && __SIZEOF_LONG_DOUBLE__ == 16)
#define ABI_LONG_DOUBLE 3
#else
#define ABI_LONG_DOUBLE 0
#endif
#ifdef __SIZEOF_INT128__
#define ABI_KINDS_128 __int128 : 2, unsigned __int128 : 1,
#define ABI_WIDTHS_128 __int128 : 128, unsigned __int128 : 128,
#define ABI_HIGH(x) (ABI_U)((unsigned __int128)(x) >> 64), 1
#else
#define ABI_KINDS_128
#define ABI_WIDTHS_128
#define ABI_HIGH(x) 0, 0
#endif
#ifdef __FLT16_MANT_DIG__
#define ABI_KINDS_16 _Float16 : 3,
#else
#define ABI_KINDS_16
#endif
#if defined(__SIZEOF_FLOAT128__) && (defined(__x86_64__) || defined(__i386__))
#define ABI_KINDS_FLOAT128 __float128 : 3,
#else
#define ABI_KINDS_FLOAT128
#endif
#define ABI_CLASS(x) \
    (__builtin_classify_type(x) == 5 ? 6 : __builtin_classify_type(x) == 12 || __builtin_classify_type(x) == 13 ? 8 : 0)
#define ABI_KIND(x)                                             \
    _Generic((x),                                               \
        _Bool: 4,                                               \
        char: ((char)-1 < 0 ? 9 : 10),                          \
        signed char: 2,                                         \
        unsigned char: 1,                                       \
        short: 2,                                               \
        unsigned short: 1,                                      \
        int: 2,                                                 \
        unsigned: 1,                                            \
        long: 2,                                                \
        unsigned long: 1,                                       \
        long long: 2,                                           \
        unsigned long long: 1,                                  \
        ABI_KINDS_128 ABI_KINDS_16 ABI_KINDS_FLOAT128 float: 3, \
        double: ABI_DOUBLE,                                     \
        long double: ABI_LONG_DOUBLE,                           \
        default: ABI_CLASS(x))
#define ABI_WIDTH(x)                               \
    _Generic((x),                                  \
        _Bool: 8 * sizeof(_Bool),                  \
        char: 8,                                   \
        signed char: 8,                            \
        unsigned char: 8,                          \
        short: 8 * sizeof(short),                  \
        unsigned short: 8 * sizeof(short),         \
        int: 8 * sizeof(int),                      \
        unsigned: 8 * sizeof(int),                 \
        long: 8 * sizeof(long),                    \
        unsigned long: 8 * sizeof(long),           \
        long long: 8 * sizeof(long long),          \
        unsigned long long: 8 * sizeof(long long), \
        ABI_WIDTHS_128 default: 0)
#ifdef __clang__
#define ABI_DECLARED(x) ABI_WIDTH(x)
#else
#define ABI_DECLARED(x) 0
#endif
#define ABI_STORAGE(x) (ABI_DECLARED(x) ? ABI_DECLARED(x) : ABI_NONE)
