// hostile            runs all groups that need one hart
// hostile GROUP      runs a group by name; turns, races, crowds, console and fairness need a certain machine or input
// hostile do NAME    runs the task of a child
#include "core/text.h"
#include "membrane/start.h"
#include "user/hostile/hostile.h"

namespace hostile {
namespace {

void print(membrane::Ion& ion, std::string_view text) {
    (void)membrane::write(ion, text);
}
void print(membrane::Ion& ion, std::uint64_t number) {
    print(ion, core::decimal(number).view());
}
template <typename... Parts>
void print_line(membrane::Ion& ion, const Parts&... parts) {
    (print(ion, parts), ...);
}

std::uint64_t free_pages(membrane::Ion& ion) {
    membrane::SystemStat stat{};
    return membrane::system_stat(ion, stat) == membrane::VERDICT_OK ? stat.pages_free : 0;
}

}  // namespace

Group begin(membrane::Ion& ion, std::string_view name) {
    return {.ion = ion, .name = name, .pages = free_pages(ion)};
}

void expect(Group& group, std::string_view name, std::uint64_t expected, std::uint64_t found) {
    ++group.tried;
    if (expected == found) {
        ++group.as_expected;
        return;
    }
    print_line(group.ion, "hostile: ", group.name, ": ", name, ": expected ", core::hexadecimal(expected).view(),
               ", found ", core::hexadecimal(found).view(), "\n");
}

bool end(Group& group) {
    const bool alive = ask(group.ion, membrane::CMD_NULL, 0) == membrane::VERDICT_OK;
    const std::uint64_t now = free_pages(group.ion);
    const std::uint64_t lost = group.pages - now;
    print_line(group.ion, "hostile: ", group.name, ": ", group.tried, " tried, ", group.as_expected,
               " as expected, kernel ", std::string_view(alive ? "alive" : "silent"), ", ", lost, " pages lost\n");
    return alive && lost == 0 && group.tried == group.as_expected;
}

membrane::Verdict ask(membrane::Ion& ion, membrane::CmdKind kind, std::uint64_t arg) {
    return membrane::call(ion, kind, arg).verdict;
}

}  // namespace hostile

namespace {

struct Named {
    std::string_view name;
    bool (*run)(membrane::Ion& ion);
};

constexpr Named named_groups[] = {
    {"turns", hostile::turns},     {"races", hostile::races},   {"crowds", hostile::crowds},
    {"console", hostile::console}, {"limits", hostile::limits}, {"fairness", hostile::fairness},
};

}  // namespace

std::uint64_t run(membrane::Ion& ion) {
    constexpr std::string_view task = "do ";
    if (ion.arguments.starts_with(task)) {
        hostile::run_task(ion, {ion.arguments.data() + task.size(), ion.arguments.size() - task.size()});
        return 0;
    }
    for (const Named& group : named_groups) {
        if (ion.arguments == group.name) {
            return group.run(ion) ? 0 : 1;
        }
    }
    bool good = true;
    for (bool (*const group)(membrane::Ion&) :
         {hostile::pointers, hostile::files, hostile::packets, hostile::rings, hostile::faults, hostile::processes,
          hostile::leftovers, hostile::memory}) {
        good = group(ion) && good;
    }
    return good ? 0 : 1;
}
