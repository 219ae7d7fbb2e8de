// The name of a file of the cache: a digest of everything that decides an answer, except the contents of files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace abi {

/// Differs for every build of this program and of its libraries, and not for copies of one build, such as a job of CI
/// installs. "" if that cannot be told: then nothing may be kept.
std::string this_program();

/// What of this machine and its user a program can ask for without a file: the processor, the system, the current
/// folder, and the environment without the variables of environment.def. `has_scripts`: programs of the project run,
/// which may read every variable.
std::string surroundings(bool has_scripts);

/// SHA-256 in hexadecimal.
std::string digest_of(std::string_view words);

}  // namespace abi
