#include "core/quota.h"

#include <doctest/doctest.h>

using namespace core;

TEST_CASE("a quota lets its processes take as much as its limit, and what they give can be taken again") {
    Quotas quotas;
    const QuotaIndex quota = add_quota(quotas, root_quota, {.pages = 10, .files = 2}, 7).value();
    CHECK(take(quotas, quota, Resource::pages, 10));
    CHECK_FALSE(take(quotas, quota, Resource::pages, 1));
    CHECK_FALSE(take(quotas, quota, Resource::files, 3));
    CHECK(take(quotas, quota, Resource::files, 2));
    give(quotas, quota, Resource::pages, 4);
    CHECK_FALSE(take(quotas, quota, Resource::pages, 5));
    CHECK(take(quotas, quota, Resource::pages, 4));
    CHECK_FALSE(take(quotas, quota, Resource::pages, ~std::uint64_t{0}));
}

TEST_CASE("a limit of 0 is none, and the root has none") {
    Quotas quotas;
    const QuotaIndex quota = add_quota(quotas, root_quota, {.pages = 1}, 7).value();
    CHECK(take(quotas, quota, Resource::output_bytes, std::uint64_t{1} << 40));
    CHECK(take(quotas, root_quota, Resource::pages, std::uint64_t{1} << 40));
    CHECK(take(quotas, quota, Resource::pages, 1));
}

TEST_CASE("a limit holds for all quotas below together, however large theirs are") {
    Quotas quotas;
    const QuotaIndex outer = add_quota(quotas, root_quota, {.processes = 5}, 7).value();
    const QuotaIndex left = add_quota(quotas, outer, {.processes = 100}, 8).value();
    const QuotaIndex right = add_quota(quotas, left, {.processes = 3}, 9).value();
    CHECK(take(quotas, left, Resource::processes, 3));
    CHECK(take(quotas, right, Resource::processes, 2));
    CHECK_FALSE(take(quotas, right, Resource::processes, 1));
    CHECK_FALSE(take(quotas, outer, Resource::processes, 1));
    CHECK(used(quotas, right, Resource::processes) == 2);  // nothing was counted for what was refused
    CHECK(used(quotas, left, Resource::processes) == 5);
    CHECK(is_within(quotas, right, outer));
    CHECK(is_within(quotas, right, root_quota));
    CHECK_FALSE(is_within(quotas, outer, left));
    remove_quota(quotas, right);
    CHECK(used(quotas, outer, Resource::processes) == 5);
}

TEST_CASE("there are as many quotas as processes, and a removed one can be used again") {
    Quotas quotas;
    for (std::uint32_t founder = 1; founder < max_quotas; ++founder) {
        CHECK(add_quota(quotas, root_quota, {}, founder).value() == founder);
    }
    CHECK_FALSE(add_quota(quotas, root_quota, {}, 100));
    remove_quota(quotas, 5);
    CHECK(add_quota(quotas, root_quota, {}, 100).value() == 5);
}
