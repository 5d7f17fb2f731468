// `<form data-theme-switch>`: the look changes at once, and the cookie follows.
export function themes(): void {
  const form = document.querySelector<HTMLFormElement>("[data-theme-switch]");
  form?.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    document.documentElement.dataset.theme = button.value;
    for (const other of form.querySelectorAll("button")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    const body = new URLSearchParams({ theme: button.value });
    // Sent to its end even if the visitor goes on at once.
    void fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true });
  });
}
