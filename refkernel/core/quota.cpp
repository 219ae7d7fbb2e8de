#include "core/quota.h"

namespace core {
namespace {

constexpr std::uint64_t no_limit = ~std::uint64_t{0};

}  // namespace

bool take(Quotas& quotas, QuotaIndex index, Resource what, std::uint64_t amount) {
    const auto at = static_cast<std::size_t>(what);
    for (QuotaIndex above = index; above != root_quota; above = quotas.all[above].parent) {
        if (amount > quotas.all[above].limits[at] - quotas.all[above].used[at]) {
            return false;
        }
    }
    for (QuotaIndex above = index; above != root_quota; above = quotas.all[above].parent) {
        quotas.all[above].used[at] += amount;
    }
    return true;
}

void give(Quotas& quotas, QuotaIndex index, Resource what, std::uint64_t amount) {
    for (; index != root_quota; index = quotas.all[index].parent) {
        quotas.all[index].used[static_cast<std::size_t>(what)] -= amount;
    }
}

std::optional<QuotaIndex> add_quota(Quotas& quotas, QuotaIndex parent, const Limits& limits, std::uint32_t founder) {
    for (QuotaIndex index = root_quota + 1; index < max_quotas; ++index) {
        Quota& quota = quotas.all[index];
        if (quota.founder == 0) {
            quota = {.founder = founder,
                     .parent = parent,
                     .limits = {limits.pages, limits.files, limits.processes, limits.output_bytes}};
            for (std::uint64_t& limit : quota.limits) {
                limit = limit == 0 ? no_limit : limit;
            }
            return index;
        }
    }
    return std::nullopt;
}

void remove_quota(Quotas& quotas, QuotaIndex index) {
    quotas.all[index] = {};
}

bool is_within(const Quotas& quotas, QuotaIndex index, QuotaIndex outer) {
    while (index != outer && index != root_quota) {
        index = quotas.all[index].parent;
    }
    return index == outer;
}

}  // namespace core
