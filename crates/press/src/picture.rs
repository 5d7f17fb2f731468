//! Whether a picture can be set: of the kind it claims, small enough to be unfolded in memory, and whole.

use crate::Image;
use typst::{
    foundations::Bytes,
    visualize::{ExchangeFormat, RasterImage, SvgImage},
};

/// What a bitmap may unfold to: 40 million pixels, 160 MB, twice a good camera's.
const MOST_PIXELS: u64 = 40_000_000;

impl Image {
    /// Whether the press can set it; the head is read before anything is unfolded.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check(&self) -> Result<(), String> {
        let (bytes, format, size) = match self {
            Self::Svg(bytes) => {
                let read = SvgImage::new(Bytes::new(bytes.clone()));
                return read.map(|_| ()).map_err(|_| "not a valid SVG".to_owned());
            }
            Self::Png(bytes) => (bytes, ExchangeFormat::Png, png(bytes)),
            Self::Jpeg(bytes) => (bytes, ExchangeFormat::Jpg, jpeg(bytes)),
            Self::Webp(bytes) => (bytes, ExchangeFormat::Webp, webp(bytes)),
        };
        let (width, height) = size.ok_or_else(|| "not of the kind that it claims".to_owned())?;
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            let most = MOST_PIXELS / 1_000_000;
            return Err(format!("{width} by {height} pixels: more than {most} million"));
        }
        RasterImage::plain(Bytes::new(bytes.clone()), format).map(|_| ()).map_err(|error| error.to_string())
    }
}

fn big(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    Some(bytes.get(at..at + count)?.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn little(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    Some(bytes.get(at..at + count)?.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return None;
    }
    Some((big(bytes, 16, 4)?, big(bytes, 20, 4)?))
}

/// The size stands in the first frame's head, after segments that each tell their own length.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((big(bytes, at + 7, 2)?, big(bytes, at + 5, 2)?));
            }
            _ => at += 2 + big(bytes, at + 2, 2)? as usize,
        }
    }
}

/// Three kinds of head, by the name of the first chunk.
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(b"RIFF") || bytes.get(8..12)? != b"WEBP" {
        return None;
    }
    match bytes.get(12..16)? {
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        b"VP8 " => Some((little(bytes, 26, 2)? & 0x3fff, little(bytes, 28, 2)? & 0x3fff)),
        b"VP8L" => {
            let bits = little(bytes, 21, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of a PNG of this size, and nothing behind.
    fn head(width: u32, height: u32) -> Vec<u8> {
        let head = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &width.to_be_bytes(), &height.to_be_bytes()].concat();
        [&head[..], &[8, 2, 0, 0, 0, 0, 0, 0, 0]].concat()
    }

    #[test]
    fn a_picture_is_refused_for_what_its_head_says_before_it_is_unfolded() {
        let cases = [
            (Image::Png(head(24_000, 24_000)), "24000 by 24000"),
            (Image::Png(head(u32::MAX, u32::MAX)), "million"),
            (Image::Png(b"not a picture".to_vec()), "kind"),
            (Image::Jpeg(head(10, 10)), "kind"),
            (Image::Webp(Vec::new()), "kind"),
            (Image::Svg(b"<svg".to_vec()), "SVG"),
        ];
        for (image, why) in cases {
            let refused = image.check().unwrap_err();
            assert!(refused.contains(why), "{refused}");
        }
        assert!(Image::Png(head(10, 10)).check().is_err(), "a head alone is no picture");
    }

    #[test]
    fn each_kind_tells_its_size() {
        let jpeg_head = [&[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8][..], &[0x03, 0x00, 0x04, 0x00]];
        assert_eq!(jpeg(&jpeg_head.concat()), Some((0x400, 0x300)));
        assert_eq!(png(&head(3, 2)), Some((3, 2)));
        let extended = [&b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0"[..], &[0xff, 3, 0, 0xff, 2, 0]].concat();
        assert_eq!(webp(&extended), Some((1024, 768)));
        let lossy = [&b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a"[..], &[0, 4, 0, 3]].concat();
        assert_eq!(webp(&lossy), Some((1024, 768)));
        let plain = [&b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f"[..], &(1023_u32 | 767 << 14).to_le_bytes()].concat();
        assert_eq!(webp(&plain), Some((1024, 768)));
    }
}
