import net/wire
export wire
const limit* = 33'u32
