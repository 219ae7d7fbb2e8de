// What an answer depends on: the paths at which the work looked that found it, and what was there.
//
//     watch(work) ─► looks ─► Dependencies ─► list of Dependency ─► the file of the answer ─► as_they_were?
//
// The files that the work made itself are no dependencies, because they follow from the rest: objects, and what
// compilers keep for their next run.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "cache/bytes.h"
#include "cache/disk.h"
#include "os/watch.h"

namespace abi {

struct Dependency {
    std::string path;
    Look::How how = Look::How::state;
    PathState state{};
    std::uint64_t recorded_ns = 0;  // when `state` was valid, since 1970
};

/// Collects looks. They must be reported before they take place.
class Dependencies {
  public:
    explicit Dependencies(Disk& disk) : disk_(disk) {}

    void add(const Look& look);

    /// All paths at which the work looked, without files that it made or wrote. Must be called before `finish`.
    void for_each(const std::function<void(const std::string& path, Look::How how)>& take) const;

    /// All dependencies, at the end of the work. If what was seen may not be what is there now, returns why.
    std::string finish(std::vector<Dependency>& into);

  private:
    struct First {
        std::string path;
        Look::How how;
        PathState state;  // with its content where the numbers cannot tell that it changed later
    };
    bool is_made(const std::string& path) const;
    std::string outside_of_made(const std::string& path, Look::How how) const;

    Disk& disk_;
    std::unordered_map<std::string, First> first_{};  // by path, with the kind of the look before it
    std::unordered_set<std::string> made_{};          // what was not there before
    std::unordered_set<std::string> changed_{};       // what was there before, and folders of which entries changed
};

/// The first dependency that is not as it was; empty: all are. `is_refreshed` is set if files have other numbers and
/// the same content, so that it is worth to write the list again.
std::string first_changed(std::vector<Dependency>& all, Disk& disk, bool& is_refreshed);

void put_dependencies(std::string& bytes, const std::vector<Dependency>& all);
std::vector<Dependency> take_dependencies(ByteSource& from);

}  // namespace abi
