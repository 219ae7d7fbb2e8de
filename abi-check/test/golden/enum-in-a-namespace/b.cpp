namespace gui {
const unsigned M_A = 7;
enum { M_B = 8 };
enum class Other { M_C = 9 };
struct S {
    enum In { M_A = 10 } in;
    enum { M_C = 11 } nameless;
    static constexpr int M_B = 12;
};
}
enum Equal { M_C = 3 };
void f() {
    enum { M_A = 13 };
}
