#[repr(C, u32)] pub enum Shape { Circle { radius: f32, colour: u32 }, Dot { x: u8, y: u8 }, Id(u32), Nothing }
#[repr(C)] pub struct Message { pub shape: Shape, pub seq: u32 }
#[no_mangle] pub fn look(_: &Message) {}
