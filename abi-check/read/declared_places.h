// Places of declarations whose reader knows none, found in the text of the sources.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/layout.h"
#include "read/declared_text.h"

namespace abi {

/// The parts of a name around its last separator, without arguments: "wire" and "Ring" of "m::wire::Ring<u32>".
struct ScopedName {
    std::string scope;  // empty: none
    std::string last;
};
ScopedName scoped_name(const std::string& name);

/// Remembers the sources that it reads.
class DeclaredPlaces {
  public:
    /// Places are shown relative to `root` if they are below it. `language`: a name of probe_languages.def.
    DeclaredPlaces(std::string root, std::string language) : root_(std::move(root)), language_(std::move(language)) {}

    /// Set the place of a declaration, and those of its members. Nothing changes if none of the sources declares the
    /// name, or if several declare it equally well. A member that is not found has the place of its owner.
    void set(const std::vector<std::string>& sources, Record& record);
    void set(const std::vector<std::string>& sources, Enum& one);
    void set(const std::vector<std::string>& sources, Constant& constant);

    /// Returns the text of a file; null if the file does not exist.
    const DeclaredText* text_of(const std::string& path);

  private:
    struct Found {
        const DeclaredText* text = nullptr;
        std::string path;
        std::size_t word = 0;
    };
    using Search = std::vector<DeclaredText::Declaration> (DeclaredText::*)(std::string_view, std::string_view) const;

    std::optional<Found> find(const std::vector<std::string>& sources, const std::string& name, Search search);
    std::optional<Found> find_value(const std::vector<std::string>& sources, const std::string& name);
    std::optional<Found> find_member(const std::vector<std::string>& sources, const std::string& name);
    Place place_of(const Found& found) const;
    Place place_of_member(const Found& owner, const std::string& name) const;

    std::string root_;
    std::string language_;
    std::map<std::string, std::unique_ptr<DeclaredText>> texts_;  // by path; null: the file does not exist
};

}  // namespace abi
