// Joins the units of all files of a witness into one reading:
//
//     a file ─► its units ─┐
//     a file ─► its units ─┼─► JoinedUnits ─► Reading
//     a file ─► its units ─┘
//
// The files come in the order of the request, so the result does not depend on who read them: threads, the cache, or
// other machines (shards).
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "read/clang/settings.h"
#include "read/clang/unit.h"
#include "read/merge.h"
#include "read/reading.h"

namespace abi::clang_reader {

/// What joining asks for when it needs it.
struct JoinQuestions {
    /// What the command of each unit of a file sets. Asked where two units define a record differently.
    std::function<std::vector<Settings>(const std::string& file)> settings_of;
    /// The units of the first file, read although the filter leaves them out.
    std::function<std::vector<Unit>(const std::string& file)> read_first;
};

class JoinedUnits {
  public:
    /// `root`: names of files are relative to it.
    JoinedUnits(const Target& target, std::string root, JoinQuestions questions);

    /// Adds the units of the next file, in the order of its commands.
    void add(const std::string& file, std::vector<Unit> units);

    void add(std::vector<Problem> problems);

    /// The reading of all files. Nothing can be added any more.
    Reading finish();

  private:
    /// Where a unit comes from, and what it sets beside its command.
    struct Origin {
        std::string file;
        std::size_t number = 0;  // among the units of the file
        std::vector<PackedBy> packed_by;
    };

    void merge_units(const std::string& file, std::vector<Unit> units);
    const std::string& note_unit(const std::string& file, std::size_t number, UnitLayout& layout);
    void add_assertions(std::vector<Problem> failed);
    void note_choices(const std::string& file, const std::vector<Unit>& units);
    void name_units();

    std::string root_;
    JoinQuestions ask_;
    Reading reading_;
    MergeIndex index_;
    // The name of a unit is its index as a number until name_units gives it words. The index refers to them.
    std::deque<std::string> names_;
    std::vector<Origin> origins_;
    std::vector<LocalDeclarations> locals_;
    std::vector<const std::string*> local_names_;  // one for each of `locals_`
    bool has_files_ = false;
    bool is_any_asked_ = false;
    std::string first_file_;
    std::optional<std::vector<Unit>> first_;  // of the first file, if it was left out
};

/// Whether a unit was read, also if the filter leaves it out.
bool was_read(const Unit& unit);

}  // namespace abi::clang_reader
