#include "cache/dependencies.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace abi {
namespace {

namespace fs = std::filesystem;
using How = Look::How;
using Kind = PathState::Kind;

/// What the kernel tells of the machine and of processes. The processor and the system are in the key; how many
/// processors there are and how much memory is free decides how fast an answer comes.
constexpr std::array<std::string_view, 2> of_machine{"/proc/", "/sys/"};

std::string keyed(const std::string& path, How how) {
    return std::to_string(static_cast<int>(how)) + path;
}

std::string parent_of(const std::string& path) {
    const auto slash = path.find_last_of('/');
    return slash == 0 || slash == path.npos ? "/" : path.substr(0, slash);
}

bool is_young(const PathState& state, std::uint64_t now) {
    return state.stamp.changed_ns + too_young_ns > now;
}

bool wants_content(const PathState& state) {
    return state.stamp.changed_ns != 0;
}

}  // namespace

bool Dependencies::is_made(const std::string& path) const {
    if (made_.empty()) return false;
    for (std::string at = path; at.size() > 1; at = parent_of(at)) {
        if (made_.contains(at)) return true;
    }
    return false;
}

/// A path below a folder that the work made may lead out of it by a link. Then this is where it leads; otherwise "".
std::string Dependencies::outside_of_made(const std::string& path, How how) const {
    std::error_code error;
    const fs::path asked(path);
    const auto real = how == How::link ? fs::weakly_canonical(asked.parent_path(), error) / asked.filename()
                                       : fs::weakly_canonical(asked, error);
    return error || is_made(real.string()) ? "" : disk_.name_of(real.string());
}

void Dependencies::add(const Look& look) {
    auto path = look.path;
    if (std::ranges::any_of(of_machine, [&](std::string_view start) { return path.starts_with(start); })) return;
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    path = disk_.name_of(path);
    if (is_made(path)) path = outside_of_made(path, look.how);
    if (path.empty()) return;
    if (look.how == How::change) {
        if (disk_.state(path, How::link).kind == Kind::nothing) {
            made_.insert(path);
        } else {
            changed_.insert(path);
        }
        changed_.insert(parent_of(path));
        return;
    }
    const auto [at, is_new] = first_.try_emplace(keyed(path, look.how));
    if (!is_new) return;
    at->second = {path, look.how, disk_.state(path, look.how)};
    auto& state = at->second.state;
    if (wants_content(state) && is_young(state, now_ns())) state.content = disk_.content(path, state);
}

void Dependencies::for_each(const std::function<void(const std::string& path, Look::How how)>& take) const {
    for (const auto& [key, first] : first_) {
        const bool is_written = first.state.kind == Kind::file && changed_.contains(first.path);
        if (!is_written && !is_made(first.path)) take(first.path, first.how);
    }
}

std::string Dependencies::finish(std::vector<Dependency>& into) {
    const auto now = now_ns();
    for (auto& [key, first] : first_) {
        auto state = disk_.state(first.path, first.how);
        const bool is_product = made_.contains(first.path) || is_made(parent_of(first.path));
        if (is_product && state.kind != Kind::nothing) continue;
        if (is_made(parent_of(first.path))) continue;
        if (wants_content(state)) state.content = disk_.content(first.path, state);
        const bool is_unchanged =
            first.state.content ? is_same(state, first.state) : has_same_numbers(state, first.state);
        if (!is_unchanged && !changed_.contains(first.path)) return first.path + " changed meanwhile";
        into.push_back({std::move(first.path), first.how, state, now});
    }
    std::ranges::sort(into, {}, [](const Dependency& one) { return std::tie(one.path, one.how); });
    return "";
}

std::string first_changed(std::vector<Dependency>& all, Disk& disk, bool& is_refreshed) {
    const auto now = now_ns();
    for (auto& one : all) {
        auto state = disk.known_state(one.path, one.how);
        if (state.kind != one.state.kind || state.mode != one.state.mode) return one.path;
        if (!wants_content(one.state) && !wants_content(state)) continue;
        const bool is_certain =
            has_same_numbers(state, one.state) && state.stamp.changed_ns + too_young_ns < one.recorded_ns;
        if (is_certain) continue;
        state.content = disk.content(one.path, state);
        if (!is_same(state, one.state)) return one.path;
        is_refreshed |= !is_young(state, now);
        one.state = state;
        one.recorded_ns = now;
    }
    return "";
}

void put_dependencies(std::string& bytes, const std::vector<Dependency>& all) {
    put_number(bytes, all.size());
    std::string_view before;
    for (const auto& one : all) {
        // Neighbours of a sorted list begin alike.
        const auto end = std::ranges::mismatch(before, one.path).in1;
        const auto shared = static_cast<std::size_t>(end - before.begin());
        put_number(bytes, shared);
        put_text(bytes, std::string_view(one.path).substr(shared));
        before = one.path;
        const auto& state = one.state;
        for (const auto number : {static_cast<std::uint64_t>(one.how), static_cast<std::uint64_t>(state.kind),
                                  std::uint64_t{state.mode}, state.content ? state.content->low : 0,
                                  state.content ? state.content->high : 0, state.stamp.changed_ns}) {
            put_number(bytes, number);
        }
        if (state.stamp.changed_ns == 0) continue;
        for (const auto number :
             {state.size_bytes, state.modified_ns, state.number, state.stamp.device, one.recorded_ns}) {
            put_number(bytes, number);
        }
    }
}

std::vector<Dependency> take_dependencies(ByteSource& from) {
    std::vector<Dependency> all;
    for (auto left = from.count(); left != 0 && from.good; --left) {
        Dependency one;
        const auto shared = from.number();
        if (shared != 0 && (all.empty() || shared > all.back().path.size())) from.good = false;
        if (from.good && shared != 0) one.path = all.back().path.substr(0, shared);
        one.path += from.text();
        one.how = static_cast<How>(std::min<std::uint64_t>(from.number(), 3));
        one.state.kind = static_cast<Kind>(std::min<std::uint64_t>(from.number(), 4));
        one.state.mode = static_cast<std::uint32_t>(from.number());
        ContentHash content{.low = from.number()};
        content.high = from.number();
        one.state.stamp.changed_ns = from.number();
        if (one.state.stamp.changed_ns != 0) {
            one.state.content = content;
            one.state.size_bytes = from.number();
            one.state.modified_ns = from.number();
            one.state.number = from.number();
            one.state.stamp.device = from.number();
            one.recorded_ns = from.number();
        }
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace abi
