// What the probe asks about types in C++; the numbers are the codes of section.h. It needs C++11 and no header, because
// bare targets have none.
// A source may define these words.
#undef static_assert
#define ABI_C(T) static_cast<ABI_U>(T)
namespace std {
enum class byte : unsigned char;
}
namespace abi_probe {
template <class A, class B> struct same {
    enum { value = 0 };
};
template <class A> struct same<A, A> {
    enum { value = 1 };
};
template <class T> struct bare {
    typedef T type;
};
template <class T> struct bare<const T> {
    typedef T type;
};
template <class T> struct bare<volatile T> {
    typedef T type;
};
template <class T> struct bare<const volatile T> {
    typedef T type;
};
template <class T> struct stored {
    typedef T type;
};
template <class T> struct stored<T&> {
    typedef T* type;
};
template <class T> struct stored<T&&> {
    typedef T* type;
};
template <class T, class E, ABI_U N, int A, int O> struct step_base {
    typedef E element;
    static constexpr ABI_U extent = N;
    enum { is_array = A, is_open = O };
};
#if defined(__clang__) && __has_builtin(__remove_extent)
template <class T, class E> struct zero_step : step_base<T, E, ABI_NONE, 1, 1> {};
template <class T> struct zero_step<T, T> : step_base<T, T, ABI_NONE, 0, 0> {};
template <class T> struct step : zero_step<T, __remove_extent(T)> {};
#else
template <class T> struct step : step_base<T, T, ABI_NONE, 0, 0> {};
#endif
template <class T, decltype(sizeof(0)) N> struct step<T[N]> : step_base<T[N], T, N, 1, 0> {};
template <class T> struct step<T[]> : step_base<T, T, ABI_NONE, 1, 1> {};
template <class T> struct step<T[0]> : step_base<T, T, ABI_NONE, 1, 1> {};
#if defined(_GLIBCXX_ARRAY) || defined(_LIBCPP_ARRAY)
template <class T, decltype(sizeof(0)) N> struct step<std::array<T, N>> : step_base<T, T, N, 1, 0> {};
#endif
#if defined(_GLIBCXX_ATOMIC) || defined(_LIBCPP_ATOMIC)
template <bool same_size, class T> struct atomic_step : step_base<T, T, ABI_NONE, 0, 0> {};
template <class T> struct atomic_step<false, T> : step_base<T, std::atomic<T>, ABI_NONE, 0, 0> {};
template <class T> struct step<std::atomic<T>> : atomic_step<sizeof(T) == sizeof(std::atomic<T>), T> {};
#endif
template <class T, bool is_array> struct innermost_of {
    typedef T type;
};
template <class T> struct innermost : innermost_of<T, step<T>::is_array> {};
template <class T> struct innermost_of<T, true> : innermost<typename step<T>::element> {};
template <int K, int S> struct kind_base {
    enum { code = K, sign = S };
};
template <class T> struct builtin : kind_base<0, 0> {};
template <class T> struct builtin<T*> : kind_base<6, 0> {};
// A pointer to a member function is two words (Itanium C++ ABI 2.3), which no other language has a name for.
template <class T, class C> struct builtin<T C::*> : kind_base<sizeof(T C::*) == sizeof(void*) ? 6 : 0, 0> {};
template <> struct builtin<decltype(nullptr)> : kind_base<6, 0> {};
template <> struct builtin<bool> : kind_base<4, 0> {};
#define ABI_INTEGER(T) \
    template <> struct builtin<T> : kind_base<(T(-1) < T(0) ? 2 : 1), (T(-1) < T(0))> {};
typedef signed char schar;
typedef unsigned char uchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;
typedef long long llong;
typedef unsigned long long ullong;
template <> struct builtin<char> : kind_base<(char(-1) < char(0) ? 9 : 10), (char(-1) < char(0))> {};
ABI_INTEGER(schar)
ABI_INTEGER(uchar)
ABI_INTEGER(short)
ABI_INTEGER(ushort)
ABI_INTEGER(int)
ABI_INTEGER(uint)
ABI_INTEGER(long)
ABI_INTEGER(ulong)
ABI_INTEGER(llong)
ABI_INTEGER(ullong)
ABI_INTEGER(wchar_t)
ABI_INTEGER(char16_t)
ABI_INTEGER(char32_t)
#ifdef __cpp_char8_t
ABI_INTEGER(char8_t)
#endif
#ifdef __SIZEOF_INT128__
typedef __int128 int128;
typedef unsigned __int128 uint128;
ABI_INTEGER(int128)
ABI_INTEGER(uint128)
#define ABI_HIGH(x) ABI_C(static_cast<abi_probe::uint128>(x) >> 64), 1
#else
#define ABI_HIGH(x) 0, 0
#endif
template <> struct builtin<float> : kind_base<3, 0> {};
#if __DBL_MANT_DIG__ == 53
template <> struct builtin<double> : kind_base<3, 0> {};
#endif
#if (__LDBL_MANT_DIG__ == 53 && __SIZEOF_LONG_DOUBLE__ == 8) || \
    (__LDBL_MANT_DIG__ == 113 && __SIZEOF_LONG_DOUBLE__ == 16)
template <> struct builtin<long double> : kind_base<3, 0> {};
#endif
// GCC 12 defines the macro also for machines on which its C++ does not know the type.
#if defined(__FLT16_MANT_DIG__) && (defined(__clang__) || __GNUC__ >= 13 || defined(__SSE2__))
template <> struct builtin<_Float16> : kind_base<3, 0> {};
#endif
#if defined(__SIZEOF_FLOAT128__) && (defined(__x86_64__) || defined(__i386__))
template <> struct builtin<__float128> : kind_base<3, 0> {};
#endif
template <class T, bool is_enum, bool is_record> struct kind_of : builtin<T> {};
template <class T> struct kind_of<T, true, false> : kind_base<7, builtin<__underlying_type(T)>::sign> {};
template <> struct kind_of<std::byte, true, false> : kind_base<5, 0> {};
template <class T> struct kind_of<T, false, true> : kind_base<8, 0> {};
template <class T> struct kind : kind_of<T, __is_enum(T), __is_class(T) || __is_union(T)> {};
// Whether the source states the integer type of an enumeration: then a number in braces is a value of it (C++17
// [dcl.init.list] 3.8). Before C++17 that cannot be asked, and the answer is yes.
template <class T> struct fixed_enum {
#if __cplusplus >= 201703L
    template <class U> static char test(decltype(U{0})*);
    template <class U> static char (&test(...))[2];
    enum { value = sizeof(test<T>(0)) == 1 };
#else
    enum { value = 1 };
#endif
};
template <class T, bool is_enum> struct ones {
    static constexpr T value() { return static_cast<T>(-1); }
};
template <class T> struct ones<T, true> {
    static constexpr T value() { return __builtin_bit_cast(T, static_cast<__underlying_type(T)>(-1)); }
};
}  // namespace abi_probe
#define ABI_ONES(T) abi_probe::ones<abi_probe::bare<T>::type, __is_enum(T)>::value()
