// What ABI_CONFORMS would say, asked without failing to compile.
#include <doctest/doctest.h>

#include <abi/conforms.hpp>

using namespace abi;
using conforms_detail::Drift;
using conforms_detail::drift;

namespace {

__extension__ using u128 = unsigned __int128;

constexpr FieldRow packet_fields[] = {
    {"kind", 0, 4, 4, false}, {"_pad", 4, 4, 4, false}, {"arg", 8, 8, 8, false}, {"id", 16, 16, 16, false}};
constexpr RecordRow packet{"CmdPacket", 32, 16, packet_fields, 4};

enum class Kind : std::uint32_t { exec = 0x400 };
struct Good {
    std::uint32_t kind;
    std::uint32_t pad;
    std::uint64_t arg;
    u128 id;
};
struct WithEnum {
    Kind kind;
    std::uint8_t pad[4];
    std::uint64_t arg;
    u128 id;
};
struct NarrowArg {
    std::uint32_t kind;
    std::uint32_t pad;
    std::uint32_t arg;
    u128 id;
};
struct NoPad {
    std::uint32_t kind;
    std::uint64_t arg;
    u128 id;
};
struct Swapped {
    std::uint32_t kind;
    std::uint32_t pad;
    u128 id;
    std::uint64_t arg;
};
struct Shifted {
    std::uint64_t arg;
    std::uint32_t kind;
    std::uint32_t pad;
    u128 id;
};
struct Signed {
    std::int32_t kind;
    std::uint32_t pad;
    std::uint64_t arg;
    u128 id;
};
struct alignas(32) Aligned {
    std::uint32_t kind;
    std::uint32_t pad;
    std::uint64_t arg;
    u128 id;
};
struct Half {
    std::uint16_t a;
    std::uint16_t b;
};
struct Nested {
    Half kind;
    std::uint32_t pad;
    std::uint64_t arg;
    u128 id;
};

}  // namespace

ABI_CONFORMS(Good, packet);

TEST_CASE("an aggregate conforms byte for byte, or the drift has a name") {
    CHECK(drift<Good>(packet) == Drift::none);
    CHECK(drift<WithEnum>(packet) == Drift::none);
    CHECK(drift<Nested>(packet) == Drift::none);
    CHECK(drift<NarrowArg>(packet) == Drift::implicit_padding);
    CHECK(drift<NoPad>(packet) == Drift::field_count);
    CHECK(drift<Swapped>(packet) == Drift::size);
    CHECK(drift<Shifted>(packet) == Drift::offset_or_width);
    CHECK(drift<Signed>(packet) == Drift::signedness);
    CHECK(drift<Aligned>(packet) == Drift::alignment);
}
