enum class Color : unsigned { RED, MAX = 2, LAST = 9 };
enum class Kind : unsigned { PLAIN, LAST = 1 };
struct Limits {
    static constexpr unsigned MAX = 3;
    static constexpr unsigned ONLY = 7;
};
namespace gui { constexpr unsigned MAX = 5; }
constexpr unsigned MAX = 64;
struct Pixel {
    Color color;
    Kind kind;
};
