// A program must not find what an earlier one left in memory.
#include <array>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

constexpr std::size_t many_words = std::size_t{64} * 1024;
alignas(4096) constinit std::array<std::uint64_t, many_words> words{};
constexpr std::uint64_t page = 4096;
constexpr std::uint64_t stain_value = 0x5747'4149'4e53'5441;

std::uint64_t count_stains(std::uint64_t begin, std::uint64_t end, bool any) {
    std::uint64_t found = 0;
    for (std::uint64_t at = begin; at < end; at += sizeof(std::uint64_t)) {
        const std::uint64_t word = *reinterpret_cast<const volatile std::uint64_t*>(at);
        found += any ? word != 0 : word == stain_value;
    }
    return found;
}

/// The stack below this address has remains of our own calls.
std::uint64_t stack_pointer() {
    std::uint64_t sp = 0;
    __asm__ volatile("mv %0, sp" : "=r"(sp));
    return sp;
}

void files_that_shrink(Group& group) {
    Ion& ion = group.ion;
    constexpr std::uint32_t all = OPEN_READ | OPEN_WRITE | OPEN_CREATE | OPEN_TRUNCATE;
    static std::array<std::uint8_t, 10'000> bytes{};
    const auto first = static_cast<std::uint32_t>(open(ion, "tmp/shrinks", all).result);
    bytes.fill(0x5a);
    expect(group, "a file is written", VERDICT_OK, write(ion, first, 0, bytes));
    const auto second = static_cast<std::uint32_t>(open(ion, "tmp/shrinks", all).result);
    expect(group, "a second open truncates it", 0, read(ion, first, 0, bytes).result);
    expect(group, "and writes after its end", VERDICT_OK, write(ion, second, 9'000, std::span(bytes).first(1)));
    expect(group, "one byte", 1, read(ion, first, 9'000, bytes).result);
    std::uint64_t left = 0;
    for (std::uint64_t offset = 0; offset < 9'000;) {
        const std::uint64_t got = read(ion, first, offset, bytes).result;
        for (std::uint64_t i = 0; i < got && offset + i < 9'000; ++i) {
            left += bytes[i] != 0;
        }
        offset += got == 0 ? page : got;
    }
    expect(group, "no old byte is left", 0, left);
    (void)close(ion, first);
    (void)close(ion, static_cast<std::uint32_t>(open(ion, "tmp/shrinks", OPEN_WRITE | OPEN_TRUNCATE).result));
    (void)close(ion, second);
}

}  // namespace

void stain(membrane::Ion& ion) {
    words.fill(stain_value);
    for (std::uint64_t at = stack_begin; at + 1024 < stack_pointer(); at += sizeof(std::uint64_t)) {
        *reinterpret_cast<volatile std::uint64_t*>(at) = stain_value;
    }
    for (RingHeader* const ring : {ion.submission, ion.completion}) {
        const auto begin = reinterpret_cast<std::uint64_t>(ring);
        for (std::uint64_t at = begin + page / 2; at < begin + page; at += sizeof(std::uint64_t)) {
            *reinterpret_cast<volatile std::uint64_t*>(at) = stain_value;
        }
    }
}

void find_no_stain(membrane::Ion& ion) {
    const auto bss = reinterpret_cast<std::uint64_t>(words.data());
    const auto submission = reinterpret_cast<std::uint64_t>(ion.submission);
    const auto completion = reinterpret_cast<std::uint64_t>(ion.completion);
    const std::uint64_t arguments = reinterpret_cast<std::uint64_t>(ion.arguments.data()) + ion.arguments.size();
    const std::uint64_t found = count_stains(bss, bss + sizeof words, true) +
                                count_stains(stack_begin, stack_pointer() - 1024, false) +
                                count_stains(submission + page / 2, submission + page, true) +
                                count_stains(completion + sizeof(RingHeader), completion + page, true) +
                                count_stains((arguments + 7) / 8 * 8, entry_block + page, true);
    membrane::exit(ion, found == 0 ? 0 : 1);
}

bool leftovers(membrane::Ion& ion) {
    Group group = begin(ion, "leftovers");
    for (int round = 0; round < 3; ++round) {
        expect(group, "memory is filled with a value", 0, status_of_child(ion, "stain"));
        expect(group, "the next program does not find it", 0, status_of_child(ion, "find no stain"));
    }
    expect(group, "a started program has empty registers", 0, status_of_child(ion, "find no register"));
    expect(group, "so has a program after exec", 0, status_of_child(ion, "exec with registers"));
    files_that_shrink(group);
    return end(group);
}

}  // namespace hostile
