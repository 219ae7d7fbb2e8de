// Many programs at once: that start and end one another, and that wait for the same console.
#include <array>
#include <span>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

std::uint32_t start(Group& group, std::string_view deed) {
    const Reply child = start_deed(group.ion, deed);
    expect(group, deed, VERDICT_OK, child.verdict);
    return static_cast<std::uint32_t>(child.result);
}

}  // namespace

bool crowds(membrane::Ion& ion) {
    Group group = begin(ion, "crowds");
    std::array<std::uint32_t, 6> storms{};
    for (std::uint32_t& storm : storms) {
        storm = start(group, "storm");
    }
    for (const std::uint32_t storm : storms) {
        expect(group, "a storm", 0, wait_for_child(ion, storm).status);
    }
    return end(group);
}

bool console(membrane::Ion& ion) {
    Group group = begin(ion, "console");
    constexpr std::uint32_t readers = 10;
    for (std::uint32_t reader = 0; reader < readers; ++reader) {
        (void)start(group, "read a number");
    }
    std::uint32_t found = 0;  // a bit for each number
    for (std::uint32_t reader = 0; reader < readers; ++reader) {
        found |= 1U << wait_for_child(ion, ANY_CHILD).status % 32;
    }
    expect(group, "every line was read, whole and once", 0x7fe, found);
    return end(group);
}

}  // namespace hostile
