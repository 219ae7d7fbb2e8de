// Which words a text may declare, and which it only uses.
#include "read/clang/word_uses.h"

#include <doctest/doctest.h>

#include "model/words.h"

using namespace abi;
using namespace abi::clang_reader;

namespace {

/// "declared", "used", "if M" for an argument of M, or "none". The word is X.
std::string role_of_x(const std::string& text) {
    const WantedWords words({"X"});
    const auto uses = word_uses(text, words);
    if (uses.all.empty()) return "none";
    if (!uses.declared.empty()) return "declared";
    std::vector<std::string> callees;
    for (const auto& call : uses.in_calls) callees.push_back(call.callee);
    return callees.empty() ? "used" : "if " + join(callees);
}

}  // namespace

TEST_CASE("A word that stands where a name is declared is declared") {
    for (const std::string text : {
             "struct X { int a; };\n",
             "struct X;\n",
             "class X final : B {};\n",
             "union X\n{\n};\n",
             "enum X { A };\n",
             "enum class X : int;\n",
             "struct __attribute__((packed)) X { int a; };\n",
             "struct alignas(8) X { int a; };\n",
             "struct [[maybe_unused]] X { int a; };\n",
             "struct EXPORT X { int a; };\n",
             "struct X EXPORT { int a; };\n",
             "struct ns::X { int a; };\n",
             "struct Outer { struct X { int a; } x; };\n",
             "typedef struct { int a; } X;\n",
             "typedef struct { int a; } X ALIGNED;\n",
             "typedef struct { struct { int b; } a; } *P, X;\n",
             "typedef struct { int a; } (X);\n",
             "typedef int X[4];\n",
             "typedef int (X);\n",
             "typedef int (*X)(int);\n",
             "typedef struct S X;\n",
             "typedef struct S X __attribute__((aligned(8)));\n",
             "struct S {} typedef X;\n",
             "using X = int;\n",
             "using X [[deprecated]] = int;\n",
             "using ns::X;\n",
             "void f() { struct X { int a; }; }\n",
             "template <> struct X<int> { int a; };\n",
             "enum { X };\n",
             "enum { X = 3 };\n",
             "enum E { A, X };\n",
             "enum E : int { A = 1, X, B };\n",
             "enum { X ATTRIBUTE };\n",
             "enum { A, X ATTRIBUTE = 2 };\n",
             "typedef enum { A, X } E;\n",
             "ENUM_OF { A, X };\n",
             "ENUM_OF { X = 3 };\n",
             "const int X = 5;\n",
             "const int X{5};\n",
             "const int X(5);\n",
             "const int (X) = 5;\n",
             "const u32 (X) = 5;\n",
             "static constexpr u32 A = 4, X = 5;\n",
             "int const X ATTRIBUTE = 5;\n",
             "u32 const X = 5;\n",
             "int a; int static const X ATTRIBUTE = 4;\n",
             "int a; int static const X __attribute__((unused)) = 4;\n",
             "int a; decltype(1) const X ATTRIBUTE = 4;\n",
             "int a; long volatile typedef X ATTRIBUTE;\n",
             "struct {char c;} typedef X ATTRIBUTE;\n",
             "int a; struct {char c;} typedef X __attribute__((packed));\n",
             "int a; Q const typedef X ATTRIBUTE;\n",
             "int a; using X ATTRIBUTE = Q;\n",
             "int a; using X __attribute__((may_alias)) = long;\n",
             "int a; const n::u (X) = 4;\n",
             "int a; int const (X) = 4;\n",
             "int a; u (X) = 4;\n",
             "int a; int (&X) = q;\n",
             "int a; int b = 3, (X) = 4;\n",
             "int a; P<1 + 2> (X) = {};\n",
             "int a; template <int N = 3> T (X);\n",
             "int a; extern int (*X)(int);\n",
             "int a; extern int (*const X)(int);\n",
             "int a; const auto& [X, M] = arr;\n",
             "int a; auto [M, X] = arr;\n",
             "int a; DECLARE(X)\n",
             "static const struct { int a; } X = {1};\n",
             "static const enum { A } X = A;\n",
             "extern const int X;\n",
             "#define X 5\n",
             "#define X(a) a\n",
             "#define DECLARE struct X { int a; };\n",
             "#undef X\n",
             "#pragma pack X\n",
             "#include X\n",
             "X,\n",
             "A, X, B\n",
             "int a;\n#if A\nstruct\n#else\nclass\n#endif\nX { int a; };\n",
             "#if A\ntypedef struct {\n#else\ntypedef union {\n#endif\nint a;\n} X;\n",
             "enum {\n#include \"first.inc\"\nX\n};\n",
             "#include \"key.inc\"\nX { int a; };\n",
             "struct\n#include \"name.inc\"\nX { int a; };\n",
             "int a = (2;\nreturn X;\n",
             "int a; }\nreturn X;\n",
         }) {
        CAPTURE(text);
        CHECK(role_of_x(text) == "declared");
    }
}

TEST_CASE("A word that stands where a value, a type or a scope is used is not declared") {
    for (const std::string text : {
             "int f() { return X; }\n",
             "int f() { return ns::X; }\n",
             "int a; X* next;\n",
             "int a; struct X* next;\n",
             "int a; X& f(int);\n",
             "int a; ns::X f(int);\n",
             "int a; X f(int);\n",
             "void g() {} X f(int);\n",
             "int a; X::Y y;\n",
             "void f(const X x);\n",
             "int a; const X x = {};\n",
             "int a; static const X x;\n",
             "std::vector<X> v;\n",
             "std::map<int, X> m;\n",
             "int a = X;\n",
             "int a = X + 1, b = 2 | X;\n",
             "int g(int k) { switch (k) { case X: return 1; } }\n",
             "int g(int k) { if (k == X) return 1; }\n",
             "int f(int k) { a = (X); }\n",
             "int a; typedef X Other;\n",
             "int g(int k) { return k < 3 ? X : 2; }\n",
             "struct D : X { int a; };\n",
             "struct D { unsigned f : X; };\n",
             "void f() { a(); X x; }\n",
             "void f() { a(); X = 3; }\n",
             "void f() { a(); X(3); }\n",
             "void f() { a(); X; }\n",
             "#if X > 3\n#endif\n",
             "#ifdef X\n#elif defined(X)\n#endif\n",
             "int a;\n#if A\nint b = X;\n#else\nint b = ns::X;\n#endif\n",
         }) {
        CAPTURE(text);
        CHECK((role_of_x(text) == "used" || role_of_x(text) == "if f"));
    }
}

TEST_CASE("An argument is declared if the function is a macro") {
    CHECK(role_of_x("int a; DECLARE(X, 1);\n") == "if DECLARE");
    CHECK(role_of_x("int a; DECLARE(1, X)\n") == "if DECLARE");
    CHECK(role_of_x("int a; DECLARE(struct X, 2)\n") == "if DECLARE");
    CHECK(role_of_x("int a; DECLARE(X ATTRIBUTE)\n") == "if DECLARE");
    CHECK(role_of_x("int a; OUTER(1, INNER(X, 2))\n") == "if INNER, OUTER");
    CHECK(role_of_x("int a; CAT(DE, CLARE)(X, 1)\n") == "if CAT");
    CHECK(role_of_x("void f() { g(); h(X, 1); }\n") == "if f, h");
    CHECK(role_of_x("void f() { g(); a = h(X); }\n") == "if f, h");
    CHECK(role_of_x("void f() { g(); a->b(X); }\n") == "if b, f");
    CHECK(role_of_x("void f() { g(); if (h(X)) g(); }\n") == "if f, h, if");
    CHECK(role_of_x("int table[] = {1, X, 3};\n") == "used");
    CHECK(role_of_x("struct T t[] = {{X, 1}, {2, X}};\n") == "used");
    CHECK(role_of_x("ENUM_OF(E) { X ATTRIBUTE, A };\n") == "if ENUM_OF");
    CHECK(role_of_x("LIST(= {X, 1})\n") == "if LIST");
    CHECK(role_of_x("int n[X];\n") == "used");
}

TEST_CASE("Words in comments and literals are no tokens") {
    CHECK(role_of_x("// X\n/* struct X; */ const char* s = \"X\"; char c = 'X';\n") == "none");
}
