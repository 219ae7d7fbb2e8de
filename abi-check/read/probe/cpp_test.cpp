// C++ by its own compilers.
#include <doctest/doctest.h>

#include <tuple>

#include "read/probe/probe_test.h"

namespace {

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

struct Compiler {
    std::vector<std::string> words;
    std::string triple;
    bool is_big = false;
    bool is_unsigned_char = false;
};
const std::vector<Compiler> compilers{
    {{"clang++-19"}, "riscv64-linux-gnu", false, true},
    {{"clang++-19"}, "x86_64-linux-gnu"},
    {{"clang++-19"}, "aarch64-linux-gnu", false, true},
    {{"clang++-19"}, "s390x-linux-gnu", true, true},
    {{"g++"}, "x86_64-linux-gnu"},
    {{"riscv64-linux-gnu-g++"}, "riscv64-linux-gnu", false, true},
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

TEST_CASE("C++: bases, private fields, templates and namespaces are asked for by their names") {
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
        const auto reading = probe::read(request);
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

TEST_CASE("C++: if one field makes the compiler refuse other questions, only that field has no answer") {
    const Folder folder;
    const auto file = folder.write("h.hpp",
                                   "struct E {}; struct V : virtual E {};\nstruct Bits { char low : 1; };\n"
                                   "struct S : V, Bits {};\nstruct T { int a; char none[0]; };\n"
                                   "union U { int T::*p; unsigned char b : 3; };\n");
    for (const std::vector<std::string>& compiler : {std::vector<std::string>{"clang++-19"}, {"g++"}}) {
        if (!present(compiler.front())) continue;
        CAPTURE(compiler.front());
        auto request = request_for("cpp", folder, file, "x86_64-linux-gnu");
        request.compiler = compiler;
        request.flags = {"-std=c++20"};
        auto made = asked("U", {"p", "b"});
        made.kind = RecordKind::union_;
        request.records = {asked("S", {"Bits::low"}), asked("T", {"a", "none"}), made};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "S").find("blind") != std::string::npos);
        CHECK(text_of(reading, "T") == "4/4: a i32 @0, none i8[] @4");
        CHECK(text_of(reading, "U") == "8/8 union: p ptr @0, b u8:3 @0.0");
    }
}

TEST_CASE("C++: plain char is told apart from a number with a sign") {
    const Folder folder;
    const auto file = folder.write("h.hpp", "struct Name { char text[4]; signed char number[4]; char letter; };\n");
    for (const auto& compiler : compilers) {
        if (!present(compiler.words.front())) continue;
        CAPTURE(compiler.words.front());
        auto request = request_for("cpp", folder, file, compiler.triple);
        request.compiler = compiler.words;
        request.records = {asked("Name", {"text", "number", "letter"})};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        const auto* name = find_record(reading.layout, "Name");
        REQUIRE(name != nullptr);
        REQUIRE(name->fields.size() == 3);
        CHECK(name->fields[0].type.spelling == "char");
        CHECK(name->fields[1].type.spelling.empty());
        CHECK(name->fields[2].type.spelling == "char");
    }
}

TEST_CASE("C++: a member that was not asked for is found, or makes the fields unknown; it is never missed") {
    const Folder folder;
    const auto file = folder.write("h.hpp", R"(
struct Plain { char a; int more; short b; float real; };
struct Bits { unsigned a : 3; unsigned more : 4; unsigned b : 9; };
struct Padded { char a; int b; };
class Private { char a; int more; public: int b; };
struct Base { char a; int b; };
struct Derived : Base { char c; int more; };
struct Nameless { char a; int b; union { int c; float d; }; };
struct Empty {};
struct Room { [[no_unique_address]] Empty e; char a; int b; };
struct BitRoom { [[no_unique_address]] Empty e; unsigned a : 3; unsigned b : 4; };
struct Tailed { int more; char tail[0]; };
typedef int Number;
)");
    for (const auto& compiler : compilers) {
        if (!present(compiler.words.front())) continue;
        CAPTURE(compiler.words.front());
        CAPTURE(compiler.triple);
        const bool is_gcc = compiler.words.front().ends_with("g++");
        auto request = request_for("cpp", folder, file, compiler.triple);
        request.compiler = compiler.words;
        request.records = {asked("Plain", {"a", "b"}),
                           asked("Bits", {"a", "b"}),
                           asked("Padded", {"a", "b"}),
                           asked("Private", {"a", "b"}),
                           asked("Derived", {"Base::a", "Base::b", "c"}),
                           asked("Nameless", {"a", "b", "c", "d"}),
                           asked("Room", {"a", "b"}),
                           asked("Number", {}),
                           asked("BitRoom", {"a", "b"}),
                           asked("Tailed", {"tail"})};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "Plain") ==
              (is_gcc ? "16/4 blind: the compiler counts 4 members, and the probe knows 2 of them"
                      : "16/4: a " + std::string(compiler.is_unsigned_char ? "u8" : "i8") +
                            " @0, (unnamed at byte 4) i32 @4, b i16 @8, (unnamed at byte 12) f32 @12"));
        CHECK(text_of(reading, "Bits") == "4/4 blind: the compiler counts 3 members, and the probe knows 2 of them");
        CHECK(find_record(reading.layout, "Padded")->fields.size() == 2);
        // GCC refuses to bind private members; no compiler binds those of two classes, or of a nameless union.
        CHECK(find_record(reading.layout, "Private")->fields.size() == (is_gcc ? 2 : 3));
        CHECK(find_record(reading.layout, "Derived")->fields.size() == 3);
        CHECK(find_record(reading.layout, "Nameless")->fields.size() == 4);
        CHECK(find_record(reading.layout, "Room")->fields.size() == 2);
        CHECK(find_record(reading.layout, "BitRoom")->fields.size() == 2);
        CHECK(find_record(reading.layout, "Number") == nullptr);
        const std::string sign = compiler.is_unsigned_char ? "u8" : "i8";
        CHECK(text_of(reading, "Tailed") ==
              (is_gcc ? "4/4 blind: the compiler counts 1 members, and the probe knows 0 of them"
                      : "4/4: (unnamed at byte 0) i32 @0, tail " + sign + "[] @4"));
    }
}

TEST_CASE("C++: a member is not missed beside one that has no data, or in the padding of another") {
    const Folder folder;
    const auto file = folder.write("h.hpp", R"(
struct Empty {};
struct Bits { unsigned char a; unsigned char more : 4; Empty e; unsigned b; };
struct Holder { struct { int more[1]; unsigned char c; Empty e; } inner[2]; };
struct Twice { [[no_unique_address]] Empty e; int a; [[no_unique_address]] Empty f; signed char more; };
struct Tail { Tail(); int x; char c; };
struct Reuse { [[no_unique_address]] Tail t; signed char more; int b; };
struct Ends { int a; [[no_unique_address]] Tail t; signed char more; };
)");
    const std::vector<std::string> names{"Bits", "Holder::inner", "Twice", "Reuse", "Ends"};
    const std::vector<std::vector<std::string>> fields{
        {"a", "e", "b"}, {"c", "e"}, {"e", "a", "f"}, {"t", "b"}, {"a", "more"}};
    for (const auto& compiler : compilers) {
        if (!present(compiler.words.front())) continue;
        CAPTURE(compiler.words.front());
        CAPTURE(compiler.triple);
        const bool is_gcc = compiler.words.front().ends_with("g++");
        auto request = request_for("cpp", folder, file, compiler.triple);
        request.compiler = compiler.words;
        for (std::size_t i = 0; i < names.size(); ++i) request.records.push_back(asked(names[i], fields[i]));
        const auto some = probe::read(request);
        CHECK(text_of(some.problems) == "");
        const auto counted = [](const std::string& head, int all, int known) {
            return head + " blind: the compiler counts " + std::to_string(all) + " members, and the probe knows " +
                   std::to_string(known) + " of them";
        };
        CHECK(text_of(some, "Bits") == counted("8/4", 3, 2));
        CHECK(text_of(some, "Holder::inner") ==
              (is_gcc ? counted("8/4", 2, 1) : "8/4: (unnamed at byte 0) unknown @0, c u8 @4, e record @5"));
        CHECK(text_of(some, "Twice") ==
              (is_gcc ? counted("8/4", 2, 1) : "8/4: a i32 @0, e record @0, (unnamed at byte 4) i8 @4, f record @4"));
        CHECK(text_of(some, "Reuse") ==
              (is_gcc ? counted("12/4", 3, 2) : "12/4: t record @0, (unnamed at byte 5) i8 @5, b i32 @8"));
        CHECK(text_of(some, "Ends") ==
              (is_gcc ? counted("12/4", 3, 2) : "12/4: a i32 @0, (unnamed at byte 4) record @4, more i8 @9"));
        request.records = {asked("Bits", {"a", "more", "e", "b"}), asked("Holder::inner", {"more", "c", "e"}),
                           asked("Twice", {"e", "a", "f", "more"}), asked("Reuse", {"t", "more", "b"}),
                           asked("Ends", {"a", "t", "more"})};
        const auto all = probe::read(request);
        for (const auto& record : request.records) {
            CAPTURE(record.name);
            const auto* read = find_record(all.layout, record.name);
            REQUIRE(read != nullptr);
            CHECK(read->fields_unknown == "");
            CHECK(read->only_asked == "");
            CHECK(read->fields.size() == record.fields.size());
        }
    }
}

TEST_CASE("C and C++: objects for Mach-O and the data segments of WebAssembly hold answers, also of bit-fields") {
    constexpr std::string_view text =
        "enum E { A, B = 4 };\nstruct S { enum E e; unsigned x : 5, y : 3; unsigned long long q; long n; };\n";
    for (const std::string language : {"c", "cpp"}) {
        if (!present(language == "c" ? "clang-19" : "clang++-19")) return;
        const Folder folder;
        const auto file = folder.write("s." + language, std::string(text));
        for (const auto& [triple, size, n] :
             {std::tuple("wasm32-unknown-unknown", "24/8", "i32"), std::tuple("aarch64-apple-darwin", "24/8", "i64"),
              std::tuple("x86_64-apple-macosx11.0", "24/8", "i64"), std::tuple("arm64-apple-ios14.0", "24/8", "i64")}) {
            CAPTURE(triple);
            CAPTURE(language);
            auto request = request_for(language, folder, file, triple);
            request.compiler = {language == "c" ? "clang-19" : "clang++-19"};
            request.records = {asked("S", {"e", "x", "y", "q", "n"})};
            const auto reading = probe::read(request);
            CHECK(text_of(reading.problems) == "");
            CHECK(text_of(reading, "S").starts_with(size));
            CHECK(text_of(reading, "S").find(", x u32:5 @4.0, y u32:3 @4.5, q u64 @8, n " + std::string(n) + " @16") !=
                  std::string::npos);
        }
    }
}
