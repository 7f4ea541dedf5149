const key = "platform.token";

/** Takes the token out of the address bar, so that it is not shared by copying the address, and keeps it for this tab. */
export function takeToken(): string | null {
  const address = new URL(window.location.href);
  const given = address.searchParams.get("token");
  if (given !== null) {
    sessionStorage.setItem(key, given);
    address.searchParams.delete("token");
    window.history.replaceState(null, "", address);
  }
  return sessionStorage.getItem(key);
}
