// What a page tells about its origin.
#pragma once

#include "report/report.h"
#include "tool/options.h"

namespace abi {

/// The revision of the work tree that holds the current folder, the date, the command line, and how places become
/// links. The date is that of SOURCE_DATE_EPOCH, if it is set
/// (https://reproducible-builds.org/specs/source-date-epoch).
PageFacts page_facts(const Options& options);

/// Whether a report is a page.
bool writes_page(const Options& options);

}  // namespace abi
