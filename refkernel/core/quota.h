// Limits for programs and what they start.
//
//     quota 0, without limits ─┬─ shell
//                              └─ quota 1 ─┬─ bin/a
//                                          └─ its children
//
// Spawn with limits makes a quota for the child. Whatever the child starts shares it, also after the child has ended.
//
// What a process takes is counted in its quota and in all quotas above. So nobody gets around a limit with children, or
// with a larger limit for them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/records.h"

namespace core {

using QuotaIndex = std::uint32_t;
constexpr QuotaIndex root_quota = 0;
constexpr std::size_t max_quotas = 65;  // one for each process, and the root

enum class Resource : std::uint8_t { pages, files, processes, output_bytes };
constexpr std::size_t resource_count = 4;
using Amounts = std::array<std::uint64_t, resource_count>;  // by Resource

struct Quota {
    std::uint32_t founder = 0;  // number of the process that it was made for; 0: free, or the root
    QuotaIndex parent = root_quota;
    Amounts limits{};
    Amounts used{};
};

struct Quotas {
    std::array<Quota, max_quotas> all{};
};

/// Counts `amount` more. Counts nothing and returns false if that would exceed a limit.
[[nodiscard]] bool take(Quotas& quotas, QuotaIndex index, Resource what, std::uint64_t amount);

/// Counts `amount` less. It must have been taken.
void give(Quotas& quotas, QuotaIndex index, Resource what, std::uint64_t amount);

/// Makes a quota below `parent` for the process `founder`. A limit of 0 is none of its own. Returns nothing if there
/// are too many quotas.
std::optional<QuotaIndex> add_quota(Quotas& quotas, QuotaIndex parent, const Limits& limits, std::uint32_t founder);

/// Removes a quota without processes. What it still counts stays counted above.
void remove_quota(Quotas& quotas, QuotaIndex index);

/// How much the quota counts.
inline std::uint64_t used(const Quotas& quotas, QuotaIndex index, Resource what) {
    return quotas.all[index].used[static_cast<std::size_t>(what)];
}

/// Whether `index` is `outer` or below it.
bool is_within(const Quotas& quotas, QuotaIndex index, QuotaIndex outer);

}  // namespace core
