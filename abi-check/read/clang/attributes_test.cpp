// Attributes that clang drops: those of a wanted record are reported, others are not.
#include <doctest/doctest.h>

#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::request_for;
using abi::test::text_of;

namespace {

struct Case {
    std::string sentence;
    std::string source;
    std::string unknown;  // as the record S says it; empty: nothing
};

/// What S is blind for in C and in C++; they have to agree.
std::string blind_for(const std::string& source) {
    std::vector<std::string> answers;
    for (const std::string file : {"a.c", "a.cpp"}) {
        auto request = request_for({{file, source}});
        if (file == "a.c") request.flags = {"-std=c23", "-fms-extensions"};
        if (file == "a.cpp") request.flags = {"-std=c++20", "-fms-extensions"};
        const auto reading = clang_reader::read(request);
        CHECK(text_of(reading.problems) == "");
        const auto* record = find_record(reading.layout, "S");
        REQUIRE(record != nullptr);
        CHECK(record->size_bytes.has_value());
        CHECK(record->fields.empty() == !record->fields_unknown.empty());
        answers.push_back(record->fields_unknown);
    }
    CHECK(answers[0] == answers[1]);
    return answers[0];
}

}  // namespace

TEST_CASE("If clang does not know an attribute of a record, the record's fields are unknown") {
    const Case several[] = {
        {"Before the tag", "struct __attribute__((pakced)) S { char a; int b; };", "pakced"},
        {"With underscores", "struct __attribute__((__pakced__)) S { char a; int b; };", "pakced"},
        {"Behind the brace", "struct S { char a; int b; } __attribute__((pakced));", "pakced"},
        {"Behind one that is known", "struct S { char a; int b; } __attribute__((packed)) __attribute__((alignde(2)));",
         "alignde"},
        {"In a list", "struct __attribute__((packed, hardpack)) S { char a; int b; };", "hardpack"},
        {"Behind a field", "struct S { char a; int b __attribute__((pakced)); };", "pakced"},
        {"Before a field", "struct S { char a; __attribute__((pakced)) int b; };", "pakced"},
        {"On a bit-field", "struct S { char a; int b : 3 __attribute__((pakced)); };", "pakced"},
        {"In a macro", "#define PACKED __attribute__((pakced))\nstruct PACKED S { char a; int b; };", "pakced"},
        {"In a macro that writes the field",
         "#define FIELD(t, n) t n __attribute__((pakced))\nstruct S { FIELD(int, a); };", "pakced"},
        {"In the standard's spelling", "struct [[gnu::pakced]] S { char a; int b; };", "gnu::pakced"},
        {"Of no vendor", "struct [[pakced]] S { char a; int b; };", "pakced"},
        {"In Microsoft's spelling", "struct __declspec(pakced) S { char a; int b; };", "pakced"},
        {"On a typedef's record", "typedef struct { char a; int b; } __attribute__((pakced)) S;", "pakced"},
        {"In an anonymous member", "struct S { char a; struct { int b; } __attribute__((pakced)); };", "pakced"},
        {"On a field of an anonymous member", "struct S { union { int b __attribute__((pakced)); char c; }; };",
         "pakced"},
    };
    for (const auto& [sentence, source, unknown] : several) {
        CAPTURE(sentence);
        CHECK(blind_for(source) == "clang does not know its attribute " + unknown);
    }
}

TEST_CASE("Attributes that do not change the record's layout have no effect") {
    const Case several[] = {
        {"A known attribute", "struct __attribute__((packed)) S { char a; int b; };", ""},
        {"Another record's", "struct __attribute__((pakced)) T { int a; }; struct S { char a; int b; };", ""},
        {"Another record's, behind it", "struct S { int a; }; struct T { int a; } __attribute__((pakced));", ""},
        {"A function's", "void f(void) __attribute__((pakced)); struct S { char a; int b; };", ""},
        {"GCC's own about warnings", "struct S { char a[4] __attribute__((nonstring)); };", ""},
        {"GCC's own about initialisers", "struct __attribute__((designated_init)) S { char a; int b; };", ""},
        {"Another vendor's", "struct [[vendor::packed]] S { char a; int b; };", ""},
    };
    for (const auto& [sentence, source, unknown] : several) {
        CAPTURE(sentence);
        CHECK(blind_for(source) == unknown);
    }
    const auto methods = clang_reader::read(request_for(
        {{"a.cpp",
          "struct S { int a; void f() __attribute__((odd)); int b; void g() __attribute__((odd)) {} int c; };"}}));
    CHECK(text_of(methods, "S") == "12/4: a i32 @0, b i32 @4, c i32 @8");
}

TEST_CASE("A record that holds an unknown record is known itself") {
    const auto reading = clang_reader::read(request_for(
        {{"a.c", "struct In { char a; int b; } __attribute__((pakced)); struct S { struct In in; int c; };"}}));
    CHECK(text_of(reading, "S") == "12/4: in In @0, c i32 @8");
    CHECK(find_record(reading.layout, "In")->fields_unknown == "clang does not know its attribute pakced");
}

TEST_CASE("Members of a base belong to the record, so attributes of the base count") {
    const auto reading = clang_reader::read(
        request_for({{"a.cpp", "struct __attribute__((pakced)) B { char a; int b; }; struct S : B { int c; };"}}));
    CHECK(find_record(reading.layout, "S")->fields_unknown == "clang does not know its attribute pakced");
}

TEST_CASE("A pragma in the source can silence an unknown attribute, a flag of the command cannot") {
    auto request = request_for({{"a.c", "struct __attribute__((pakced)) S { char a; int b; };"}});
    request.flags = {"-w", "-Wno-attributes", "-Wno-unknown-attributes"};
    CHECK(find_record(clang_reader::read(request).layout, "S")->fields_unknown != "");
    const auto meant = clang_reader::read(request_for({{"a.c",
                                                        "#pragma GCC diagnostic ignored \"-Wunknown-attributes\"\n"
                                                        "struct __attribute__((pakced)) S { char a; int b; };"}}));
    CHECK(text_of(meant, "S") == "8/4: a u8 @0, b i32 @4");
}
