#include <algorithm>

#include "read/probe/ask.h"
#include "read/probe/languages.h"
#include "read/probe/rest.h"

namespace abi::probe {
namespace {

/// The codes are those of section.h. C++11 and no header: bare targets have none.
constexpr std::string_view prelude = R"(
#define ABI_C(T) static_cast<ABI_U>(T)
namespace std { enum class byte : unsigned char; }
namespace abi_probe {
template <class A, class B> struct same { enum { value = 0 }; };
template <class A> struct same<A, A> { enum { value = 1 }; };
template <class T> struct bare { typedef T type; };
template <class T> struct bare<const T> { typedef T type; };
template <class T> struct bare<volatile T> { typedef T type; };
template <class T> struct bare<const volatile T> { typedef T type; };
template <class T> struct stored { typedef T type; };
template <class T> struct stored<T&> { typedef T* type; };
template <class T> struct stored<T&&> { typedef T* type; };
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
template <class T, bool is_array> struct innermost_of { typedef T type; };
template <class T> struct innermost : innermost_of<T, step<T>::is_array> {};
template <class T> struct innermost_of<T, true> : innermost<typename step<T>::element> {};
template <int K, int S> struct kind_base { enum { code = K, sign = S }; };
template <class T> struct builtin : kind_base<0, 0> {};
template <class T> struct builtin<T*> : kind_base<6, 0> {};
template <class T, class C> struct builtin<T C::*> : kind_base<6, 0> {};
template <> struct builtin<decltype(nullptr)> : kind_base<6, 0> {};
template <> struct builtin<bool> : kind_base<4, 0> {};
#define ABI_INTEGER(T) template <> struct builtin<T> : kind_base<(T(-1) < T(0) ? 2 : 1), (T(-1) < T(0))> {};
typedef signed char schar; typedef unsigned char uchar; typedef unsigned short ushort; typedef unsigned int uint;
typedef unsigned long ulong; typedef long long llong; typedef unsigned long long ullong;
ABI_INTEGER(char) ABI_INTEGER(schar) ABI_INTEGER(uchar) ABI_INTEGER(short) ABI_INTEGER(ushort)
ABI_INTEGER(int) ABI_INTEGER(uint) ABI_INTEGER(long) ABI_INTEGER(ulong) ABI_INTEGER(llong) ABI_INTEGER(ullong)
ABI_INTEGER(wchar_t) ABI_INTEGER(char16_t) ABI_INTEGER(char32_t)
#ifdef __cpp_char8_t
ABI_INTEGER(char8_t)
#endif
#ifdef __SIZEOF_INT128__
typedef __int128 int128; typedef unsigned __int128 uint128;
ABI_INTEGER(int128) ABI_INTEGER(uint128)
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
#if defined(__SIZEOF_FLOAT128__) && (defined(__x86_64__) || defined(__i386__))
template <> struct builtin<__float128> : kind_base<3, 0> {};
#endif
template <class T, bool is_enum, bool is_record> struct kind_of : builtin<T> {};
template <class T> struct kind_of<T, true, false> : kind_base<7, builtin<__underlying_type(T)>::sign> {};
template <> struct kind_of<std::byte, true, false> : kind_base<5, 0> {};
template <class T> struct kind_of<T, false, true> : kind_base<8, 0> {};
template <class T> struct kind : kind_of<T, __is_enum(T), __is_class(T) || __is_union(T)> {};
template <class T, bool is_enum> struct ones { static constexpr T value() { return static_cast<T>(-1); } };
template <class T> struct ones<T, true> {
    static constexpr T value() { return __builtin_bit_cast(T, static_cast<__underlying_type(T)>(-1)); }
};
}
#define ABI_ONES(T) abi_probe::ones<abi_probe::bare<T>::type, __is_enum(T)>::value()
)";

enum FieldForm : unsigned { plain, made_bits, listed_bits, existence, field_forms };
/// The members of a record counted; with places; with types only, because a bit-field has no address.
enum RestForm : unsigned { counted, placed, listed, rest_forms };

/// A type by its name; by its tag, where something else has its name, too; the type of a field without a name of its
/// own, "Packet::header".
std::vector<std::string> spellings_of(const Record& record) {
    const auto parts = components_of(record.name);
    const std::string tag = record.kind == RecordKind::union_ ? "union " : "struct ";
    const bool has_keyword = record.name.starts_with("struct ") || record.name.starts_with("union ");
    std::vector<std::string> all{record.name};
    if (!has_keyword) all.push_back(tag + record.name);
    if (parts.size() >= 2) {
        // The owner takes as many components as it can; what remains are members of records without a name.
        for (std::size_t named = parts.size() - 1; named != 0; --named) {
            std::string type = parts.front();
            for (std::size_t i = 1; i < named; ++i) type += "::" + parts[i];
            for (std::size_t i = named; i < parts.size(); ++i) {
                const auto field = "decltype(((" + type + "*)0)->" + parts[i] + ")";
                type = "abi_probe::innermost<" + field + ">::type";
            }
            all.push_back(type);
        }
    }
    return all;
}

unsigned forms(const Plan& plan, const Item& item) {
    switch (item.what) {
    case Item::What::record: return static_cast<unsigned>(spellings_of(record_of(plan, item)).size());
    case Item::What::field: return field_forms;
    case Item::What::rest: return rest_forms;
    case Item::What::constant: break;
    }
    return 1;
}

void write_record(const Plan& plan, const Item& item, const std::string& n, Source& source, std::size_t number) {
    const std::string type = "abi_r" + n;
    source.add("typedef " + spellings_of(record_of(plan, item)).at(item.form) + " " + type +
                   ";\nstatic_assert(__is_class(" + type + ") || __is_union(" + type + "), \"\");\nABI_DATA abi_a" + n +
                   "[] = {ABI_HEAD(1, 5), " + n + ", __is_union(" + type + ") ? 2 : 1, sizeof(" + type + "), alignof(" +
                   type + "), 0};",
               number);
}

/// offsetof reaches what a name without a base reaches. "Base::x" is the distance of two addresses in an object that
/// need not exist; where the compiler cannot know it (a virtual base) it leaves the answer zero: no answer.
std::string offset_of(const std::string& owner, const std::string& name) {
    if (name.find("::") == std::string::npos) return "__builtin_offsetof(" + owner + ", " + name + ")";
    return "((char*)&((" + owner + "*)0x100000)->" + name + " - (char*)0x100000)";
}

void write_plain(const Plan& plan, const Item& item, const std::string& n, Source& source, std::size_t number) {
    const std::string owner = "abi_r" + std::to_string(item.owner);
    const auto& name = field_of(plan, item).name;
    const auto type = [&](std::size_t level) { return "abi_f" + n + "_" + std::to_string(level); };
    std::string text = "typedef abi_probe::bare<abi_probe::stored<decltype(((" + owner + "*)0)->" + name +
                       ")>::type>::type " + type(0) + ";";
    for (std::size_t level = 0; level < item.levels; ++level) {
        text +=
            " typedef abi_probe::bare<abi_probe::step<" + type(level) + ">::element>::type " + type(level + 1) + ";";
    }
    const auto last = type(item.levels);
    std::string same;
    if (item.inner != no_item && is_asked(plan, forms, item.inner)) {
        same = " | abi_probe::same<" + last + ", abi_r" + std::to_string(item.inner) + ">::value << 4";
    }
    text += "\nABI_DATA abi_a" + n + "[] = {ABI_HEAD(2, " + std::to_string(11 + item.levels + 1) + "), " +
            std::to_string(item.owner) + ", " + n + ", 1 + 8 * ABI_C(" + offset_of(owner, name) +
            "), ABI_NONE, ABI_C(abi_probe::kind<" + last + ">::code), 8 * ABI_C(sizeof(" + last +
            ")), ABI_C(abi_probe::kind<" + last + ">::code == 7 && abi_probe::kind<" + last +
            ">::sign) | abi_probe::step<" + type(0) + ">::is_open << 2 | abi_probe::step<" + last + ">::is_array << 3" +
            same + ", ABI_NONE, alignof(" + last + "), " + std::to_string(item.levels);
    for (std::size_t level = 0; level < item.levels; ++level) text += ", abi_probe::step<" + type(level) + ">::extent";
    source.add(text + ", 0, 0};", number);
}

/// An object with all bits of the field set beside one with none: made by a constant expression where the record has
/// a constexpr constructor, bases or private fields (C++14), else by a list (C++20 [dcl.init.aggr]).
void write_bits(const Plan& plan, const Item& item, const std::string& n, Source& source, std::size_t number) {
    const std::string owner = "abi_r" + std::to_string(item.owner);
    const auto& name = field_of(plan, item).name;
    const std::string type = "decltype(((" + owner + "*)0)->" + name + ")";
    const std::string bare = "abi_b" + n;
    std::string text = "typedef abi_probe::bare<" + type + ">::type " + bare + ";\nABI_DATA abi_a" + n +
                       "[] = {ABI_HEAD(2, 12), " + std::to_string(item.owner) + ", " + n +
                       ", ABI_NONE, 0, ABI_C(abi_probe::kind<" + bare + ">::code), 8 * ABI_C(sizeof(" + bare +
                       ")), ABI_C(abi_probe::kind<" + bare + ">::code == 7 && abi_probe::kind<" + bare +
                       ">::sign), 8 * ABI_C(sizeof(" + bare + ")), 0, 0, 0, 0};\n";
    const std::string object = "extern \"C\" { " + owner;
    if (item.form == made_bits) {
        // Both objects have the same member of a union in use, and the same null pointers.
        text += "constexpr " + owner + " abi_m" + n + "(" + bare + " v) { " + owner + " r = " + owner + "(); r." +
                name + " = v; return r; }\n";
        text += object + " abi_bits_" + n + " ABI_BITS(" + n + ") = abi_m" + n + "(ABI_ONES(" + bare + ")); }\n";
        text += object + " abi_zero_" + n + " ABI_BITS(z" + n + ") = abi_m" + n + "(" + bare + "()); }\n";
    } else {
        text += object + " abi_bits_" + n + " ABI_BITS(" + n + ") = {." + name + " = ABI_ONES(" + bare + ")}; }\n";
    }
    source.add(text, number);
}

/// As many names as the record has members (C++17 [dcl.struct.bind]; an extension before): the compiler refuses any
/// other number, and says which is right.
void write_rest(const Item& item, const std::string& n, Source& source, std::size_t number) {
    const std::string owner = "abi_r" + std::to_string(item.owner);
    const auto member = [&](std::size_t i) { return "abi_m" + n + "_" + std::to_string(i); };
    std::string text = "extern \"C\" { extern " + owner + " abi_o" + n + "; } static auto& [";
    for (std::size_t i = 0; i < item.members; ++i) text += (i == 0 ? "" : ", ") + member(i);
    text += "] = abi_o" + n + ";";
    for (std::size_t i = 0; item.form != counted && i < item.members; ++i) {
        const auto type = "abi_t" + n + "_" + std::to_string(i);
        const auto data = " ABI_DATA abi_a" + n + "_" + std::to_string(i);
        const auto head = "[] = {ABI_HEAD(2, 12), " + std::to_string(item.owner) + ", " + n + ", ";
        const auto tail = ", ABI_NONE, ABI_C(abi_probe::kind<" + type + ">::code), __is_empty(" + type +
                          ") ? 0 : 8 * ABI_C(sizeof(" + type + ")), 0, ABI_NONE, alignof(" + type + "), 0, 0, 0};";
        text += "\ntypedef abi_probe::bare<abi_probe::stored<decltype(" + member(i) + ")>::type>::type " + type + ";";
        text += data + "l" + head + "ABI_NONE" + tail;
        if (item.form != placed) continue;
        text += data + "p" + head + "1 + 8 * ABI_C((char*)&" + member(i) + " - (char*)&abi_o" + n + ")" + tail;
    }
    source.add(text, number);
}

void learn(Plan& plan, std::size_t number, const std::string& text) {
    auto& item = plan.items[number];
    if (item.form != counted) {
        ++item.form;
        return;
    }
    // Where there are fewer members than fields, some are of a member without a name, and nothing can be said.
    const auto members = stated_members(text);
    item.form = members > item.members ? placed : rest_forms;
    item.members = members > item.members ? members : 0;
}

void write(const Plan& plan, Source& source) {
    for (const auto& file : plan.request.files) source.add("#include \"" + file + "\"");
    source.add(c_prelude);
    source.add(prelude);
    for (std::size_t number = 0; number < plan.items.size(); ++number) {
        if (!is_asked(plan, forms, number)) continue;
        const auto& item = plan.items[number];
        const auto n = std::to_string(number);
        if (item.what == Item::What::record) {
            write_record(plan, item, n, source, number);
        } else if (item.what == Item::What::rest) {
            write_rest(item, n, source, number);
        } else if (item.what == Item::What::constant) {
            const auto& name = constant_of(plan, item).name;
            const std::string type = "abi_probe::bare<decltype(" + name + ")>::type";
            // A constant expression: what only the program's start would compute is no constant.
            const std::string value = "abi_v" + n;
            source.add("static constexpr " + type + " " + value + " = " + name + ";\nABI_DATA abi_a" + n +
                           "[] = {ABI_HEAD(3, 6), " + n + ", abi_probe::kind<" + type +
                           ">::code == 7 ? 1 + abi_probe::kind<" + type + ">::sign : ABI_C(abi_probe::kind<" + type +
                           ">::code), 8 * sizeof(" + type + "), ABI_C(" + value + "), ABI_HIGH(" + value + ")};",
                       number);
        } else if (item.form == plain) {
            write_plain(plan, item, n, source, number);
        } else if (item.form == existence) {
            source.add("void abi_e" + n + "(abi_r" + std::to_string(item.owner) + "* r) { (void)r->" +
                           field_of(plan, item).name + "; }",
                       number);
        } else {
            write_bits(plan, item, n, source, number);
        }
    }
}

std::vector<std::string> command(const Request& request, const std::string& source, const std::string& object) {
    return c_command(request, "c++", source, object);
}

}  // namespace

Reading probe_cpp(const Request& request) {
    return ask_by_include(request, {.language = "C++",
                                    .source_name = "probe.cpp",
                                    .write = write,
                                    .forms = forms,
                                    .command = command,
                                    .next_form = c_next_form,
                                    .rest = RestSearch::bindings,
                                    .learn = learn});
}

}  // namespace abi::probe
