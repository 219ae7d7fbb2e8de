// Tells when names in folders appear, vanish or are written, by inotify(7).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "os/descriptor.h"

namespace abi {

class FolderEvents {
  public:
    FolderEvents();

    /// Readable when something happened; -1 if the system has no inotify.
    int descriptor() const { return events_.fd; }

    /// Watches these folders, and no others. A folder that is not there is left out. Returns 0, or the errno of the
    /// first folder that is there and cannot be watched.
    int watch(const std::set<std::string>& folders);

    struct Event {
        std::string folder;
        std::string name;      // of the entry
        bool is_list = false;  // the entry appeared or vanished, so the list of names is another
    };
    struct Happened {
        std::vector<Event> events;
        bool is_unclear = false;  // events were lost, or a folder itself was moved or removed
    };
    /// What happened since the last call. Does not wait.
    Happened take();

  private:
    void forget(int watch, const std::string& folder);

    Descriptor events_;
    int error_ = 0;                                 // why there is no inotify
    std::map<std::string, int> watches_;            // by folder
    std::map<int, std::set<std::string>> folders_;  // by watch: several paths may lead to one folder
};

}  // namespace abi
