"""The Streamlit pages; they draw and decide nothing."""
