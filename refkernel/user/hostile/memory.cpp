// Takes every page, then frees them one by one and loads a program at each step, so that each allocation fails once.
#include <array>

#include "core/text.h"
#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

constexpr std::uint32_t max_files = 200;
constexpr std::uint32_t small_files = 64;

/// "tmp/full123".
struct Name {
    std::array<char, 16> letters{'t', 'm', 'p', '/', 'f', 'u', 'l', 'l'};
    std::size_t length = 8;

    explicit Name(std::uint32_t number) {
        for (const char digit : core::decimal(number).view()) {
            letters[length++] = digit;
        }
    }
    std::string_view view() const { return {letters.data(), length}; }
};

/// Makes a file of `bytes` zero bytes. Returns false if there is no room.
bool fill(Ion& ion, std::uint32_t number, std::uint64_t bytes) {
    const Reply file = open(ion, Name(number).view(), OPEN_WRITE | OPEN_CREATE | OPEN_TRUNCATE);
    if (file.verdict != VERDICT_OK) {
        return false;
    }
    constexpr std::array<std::uint8_t, 1> last{};
    const Verdict verdict = write(ion, static_cast<std::uint32_t>(file.result), bytes - 1, last);
    (void)close(ion, static_cast<std::uint32_t>(file.result));
    return verdict == VERDICT_OK;
}

void empty(Ion& ion, std::uint32_t number) {
    const Reply file = open(ion, Name(number).view(), OPEN_WRITE | OPEN_TRUNCATE);
    if (file.verdict == VERDICT_OK) {
        (void)close(ion, static_cast<std::uint32_t>(file.result));
    }
}

}  // namespace

bool memory(membrane::Ion& ion) {
    Group group = begin(ion, "memory");
    // With two harts, one is idle while this child waits, and the other ends it. The child's page tables are then among
    // the pages that are taken below, so the idle hart must no longer use them.
    expect(group, "a child that waited has ended", 0, status_of_child(ion, "wait for a child"));
    // First small files of one page each, which are freed later. Then files of all sizes that fit, the largest first.
    std::uint32_t files = 0;
    while (files < small_files && fill(ion, files, 1)) {
        ++files;
    }
    for (std::uint64_t bytes = std::uint64_t{4} << 20; bytes >= 4096; bytes /= 2) {
        while (files < max_files && fill(ion, files, bytes)) {
            ++files;
        }
    }
    SystemStat stat{};
    (void)system_stat(ion, stat);
    expect(group, "all pages are taken", 0, stat.pages_free);

    std::uint32_t refused = 0;
    std::uint32_t next = 0;
    Reply child = spawn(ion, "bin/hello");
    for (; child.verdict == VERDICT_ENOMEM && next < small_files; child = spawn(ion, "bin/hello")) {
        ++refused;
        (void)system_stat(ion, stat);
        expect(group, "a program that does not fit takes no page", refused - 1, stat.pages_free);
        empty(ion, next++);
    }
    expect(group, "the program fits in the end", VERDICT_OK, child.verdict);
    expect(group, "and runs", 0, wait_for_child(ion, static_cast<std::uint32_t>(child.result)).status);
    for (std::uint32_t number = 0; number < files; ++number) {
        empty(ion, number);
    }
    return end(group);
}

}  // namespace hostile
