// This unit does not compile, but it cannot declare a Packet.
int numbers[
