#include "explain/habit.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace abi {
namespace {

constexpr double never = 1e9;

/// -log2 of the share (hits + 1 / parts) of (seen + 1).
double share_cost(std::uint32_t hits, std::uint32_t seen, std::uint32_t parts) {
    static const auto table = [] {
        std::array<double, 256> logs{};
        for (std::size_t i = 1; i < logs.size(); ++i) logs[i] = std::log2(static_cast<double>(i));
        return logs;
    }();
    return table[(seen + 1) * parts] - table[hits * parts + 1];
}

}  // namespace

double Habit::cost_of_known(std::uint64_t value) const {
    if (count_ == 0) return never;
    if (value == recent_[0]) return share_cost(same_, seen_, 4);
    const auto* end = recent_.data() + count_;
    if (std::find(recent_.data() + 1, end, value) == end) return never;
    return share_cost(back_, seen_, 8) + share_cost(0, count_ - 2, 1);
}

double Habit::cost(std::uint64_t value, std::uint64_t mask) const {
    double best = cost_of_known(value);
    if (count_ == 0 || value == recent_[0]) return best;
    if (changed_ != 0 && ((value ^ recent_[0]) & ~changed_) == 0) {
        best = std::min(best, share_cost(within_, seen_, 4) + std::popcount(changed_));
    }
    if (step_ != 0 && ((value - recent_[0]) & mask) == step_) best = std::min(best, share_cost(stepped_, seen_, 8));
    return best;
}

void Habit::forget() {
    if (++seen_ < most_seen) return;
    seen_ /= 2;
    same_ /= 2;
    back_ /= 2;
    within_ /= 2;
    stepped_ /= 2;
}

void Habit::add(std::uint64_t value, std::uint64_t mask) {
    if (count_ == 0) {
        recent_[count_++] = value;
        return;
    }
    const auto step = (value - recent_[0]) & mask;
    if (step == 0) {
        ++same_;
    } else {
        stepped_ += step == step_ ? 1 : 0;
        step_ = step;
        const auto change = value ^ recent_[0];
        within_ += (change & ~changed_) == 0 ? 1 : 0;
        const auto all = changed_ | change;
        changed_ = (~std::uint64_t{0} << static_cast<unsigned>(std::countr_zero(all))) &
                   (~std::uint64_t{0} >> static_cast<unsigned>(std::countl_zero(all)));
        auto* begin = recent_.data();
        auto* found = std::find(begin + 1, begin + count_, value);
        if (found != begin + count_) {
            ++back_;
        } else if (count_ < most_recent) {
            found = begin + count_++;
        } else {
            --found;
        }
        std::move_backward(begin, found, found + 1);
        *begin = value;
    }
    forget();
}

}  // namespace abi
