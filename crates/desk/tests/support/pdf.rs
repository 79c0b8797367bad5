//! Documents, made here.

#![allow(dead_code, reason = "each test file uses its own part of this")]

/// A document of so many pages of that size, in points; the first has a red field at its top.
pub(crate) fn pdf(pages: usize, width: &str, height: &str, trailer: &str) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count {pages} /Kids [{}] >>",
            (0..pages)
                .map(|page| format!("{} 0 R ", page + 4))
                .collect::<String>()
        ),
        {
            let draw = format!("1 0 0 rg 0 0 {width} {height} re f");
            format!("<< /Length {} >>\nstream\n{draw}\nendstream", draw.len())
        },
    ];
    objects.extend((0..pages).map(|_| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Resources << >> /Contents 3 0 R >>"
        )
    }));
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    file.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    file
}
