// Runs the readers: asks every witness of every layer on every target.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "check/witnesses.h"
#include "history/git_files.h"
#include "read/clang/reader.h"
#include "shard/shard_report.h"
#include "tool/files_read.h"
#include "tool/laid_out.h"
#include "tool/paths_seen.h"
#include "tool/project.h"

namespace abi {

class Share;

/// Where sources come from: the work tree, or an older revision.
struct Sources {
    Revision then{};                  // without `files`: the disk
    std::string root;                 // absolute path of the revision's repository
    std::string revision;             // its short name, which the progress line shows
    LaidOut* laid_out = nullptr;      // the folder that has the revision's files for probes; null: none
    FilesRead* files_read = nullptr;  // if given, what is read from the work tree is added
    PathsSeen* seen = nullptr;        // if given, the paths of the disk that decide the answer are added
    Share* share = nullptr;           // of a shard: only its part is read, and noted there (share.h)
    const std::map<WitnessKey, Heard>* heard = nullptr;  // if given, nothing is read: this is what all witnesses found
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> edited{};  // the disk with other contents of some files, which the
                                                               // reader clang reads; null: as they are
};

/// Which records are read, and under which names.
struct Scope {
    bool every_record = false;          // all records, not only those of the spec
    bool in_spec_names = true;          // records that the spec declares get the spec's names
    std::vector<std::string> macros{};  // with every_record: macros that are read as constants (clang)
    bool typedefs = false;              // with every_record: typedefs are read, too (clang; see typedef_name.h)
};

/// Asks all witnesses of each layer on each target, and combines their answers. An input that matches no file is a
/// problem of the answer. Shows its progress on a terminal.
AllAnswers ask_layers(const Project& project, const Options& options, const Scope& scope = {},
                      const Sources& sources = {});

/// The same for a caller that does not compare the witnesses (combine_only).
AllAnswers ask_for_layouts(const Project& project, const Options& options, const Scope& scope = {},
                           const Sources& sources = {});

/// The request of a witness that clang reads: how its files are compiled. `files`: absolute.
clang_reader::Request clang_request(const Project& project, const Options& options, const Witness& witness,
                                    const Target& target, std::vector<std::string> files);

/// Whether a witness reads sources, so that it can be asked about an older revision. Compiled files have no history.
bool reads_sources(const Witness& witness);

}  // namespace abi
