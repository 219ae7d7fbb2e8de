// C++ by its own compilers.
#include <doctest/doctest.h>

#include "read/probe_test.h"

namespace {

using namespace abi;
using namespace abi::test;

struct Compiler {
    std::vector<std::string> words;
    std::string triple;
    bool is_big = false;
};
const std::vector<Compiler> compilers{
    {{"clang++-19"}, "riscv64-linux-gnu"}, {{"clang++-19"}, "x86_64-linux-gnu"},
    {{"clang++-19"}, "aarch64-linux-gnu"}, {{"clang++-19"}, "s390x-linux-gnu", true},
    {{"g++"}, "x86_64-linux-gnu"},         {{"riscv64-linux-gnu-g++"}, "riscv64-linux-gnu"},
};

constexpr std::string_view header = R"(
namespace core {
using u8 = unsigned char; using u16 = unsigned short; using u32 = unsigned; using u64 = unsigned long long;
enum class Code : u16 { none }; enum class Signed : signed char { minus = -1 };
struct Base { u32 x; u32 flags : 3; u32 more : 7; };
class Derived : public Base { u32 x; public: u64 y; protected: Code code; Signed sign; u8 grid[2][3]; bool flag; };
template <class T, int N> struct Vec { T items[N]; };
struct Holder { Vec<u32, 3> vec; Derived* next; u32& reference; int Base::* member; union { float real; u32 word; };
                struct { u16 a; } inner[2]; u8 tail[]; };
struct Virtual { virtual ~Virtual(); u32 a; };
struct Left : virtual Base { u32 left; };
struct Private { constexpr Private() : a(0), b(0), c(Code::none) {} private: u32 a : 3; u32 b : 9; Code c; };
constexpr u64 limit = 0x400; const int minus = -3; int compute(); const int computed = compute();
}
#define MACRO (1u << 9)
)";

}  // namespace

TEST_CASE("C++: bases, private fields, templates and namespaces are asked by their names") {
    const Folder folder;
    const auto file = folder.write("h.hpp", std::string(header));
    for (const auto& compiler : compilers) {
        if (!present(compiler.words.front())) continue;
        CAPTURE(compiler.words.front());
        CAPTURE(compiler.triple);
        auto request = request_for("cpp", folder, file, compiler.triple);
        request.compiler = compiler.words;
        request.flags = {"-ffreestanding"};
        auto holder = asked("core::Holder", {"vec", "next", "reference", "member", "real", "word", "inner", "tail"});
        holder.fields[0].type.name = "core::Vec<unsigned, 3>";
        request.records = {
            asked("core::Base", {"x", "flags", "more"}),
            asked("core::Derived", {"Base::x", "Base::flags", "Base::more", "x", "y", "code", "sign", "grid", "flag"}),
            asked("core::Vec<unsigned, 3>", {"items"}),
            holder,
            asked("core::Holder::inner", {"a"}),
            asked("core::Virtual", {"(vtable)", "a"}),
            asked("core::Left", {"Base::x", "left"}),
            asked("core::Private", {"a", "b", "c", "d"}),
            asked("core::Nowhere", {"a"})};
        request.constants = {asked_constant("core::limit"),   asked_constant("core::minus"),
                             asked_constant("MACRO"),         asked_constant("core::Signed::minus"),
                             asked_constant("core::nowhere"), asked_constant("core::computed")};
        const auto reading = read_probe(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "core::Base") == "8/4: x u32 @0, flags u32:3 @4.0, more u32:7 @4.3");
        CHECK(text_of(reading, "core::Derived") ==
              "40/8: Base::x u32 @0, Base::flags u32:3 @4.0, Base::more u32:7 @4.3, x u32 @8, y u64 @16, code "
              "enumeration @24, "
              "sign enumeration @26, grid u8[2][3] @27, flag bool @33");
        CHECK(text_of(reading, "core::Vec<unsigned, 3>") == "12/4: items u32[3] @0");
        CHECK(text_of(reading, "core::Holder") ==
              "48/8: vec core::Vec<unsigned, 3> @0, next ptr @16, reference ptr @24, member ptr @32, real f32 @40, "
              "word u32 @40, inner record[2] @44, tail u8[] @48");
        CHECK(text_of(reading, "core::Holder::inner") == "2/2: a u16 @0");
        CHECK(text_of(reading, "core::Virtual") == "16/8: a u32 @8");
        CHECK(text_of(reading, "core::Left") ==
              "24/8 blind: the compiler knows, but does not say where it puts, Base::x");
        CHECK(text_of(reading, "core::Private") == "4/4: a u32:3 @0.0, b u32:9 @0.3, c enumeration @2");
        CHECK(find_record(reading.layout, "core::Nowhere") == nullptr);
        CHECK(constants_of(reading) ==
              "core::limit: u64 = 0x400\ncore::minus: i32 = -3\nMACRO: u32 = 0x200\ncore::Signed::minus: i8 = -1\n");
        CHECK(reading.layout.byte_order == (compiler.is_big ? ByteOrder::big : ByteOrder::little));
    }
}
