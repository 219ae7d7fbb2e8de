// The one system call, a doorbell: take what waits in the submission ring, answer each packet.
#pragma once

namespace core {

struct Kernel;

/// Serves the running process until its submission ring is empty, its completion ring is full, or it is replaced.
void answer_doorbell(Kernel& kernel);

}  // namespace core
