#include <stdint.h>

namespace shapes {

enum class Color : uint8_t { red, green };
constexpr uint32_t limit = 1 << 6;

struct Point {
    int32_t x, y;
};

union Value {
    uint64_t whole;
    uint16_t parts[4];
};

struct Shape {
    uint32_t low : 4;
    uint32_t high : 28;
    Color color;
    uint8_t _pad[3];
    Point corners[2];
    Value value;
    char name[8];
    void draw() const { not_even_parsed(); }
};

}  // namespace shapes
